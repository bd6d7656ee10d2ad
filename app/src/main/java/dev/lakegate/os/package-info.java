/// What differs between operating systems: owner-only files.
@NullMarked
package dev.lakegate.os;

import org.jspecify.annotations.NullMarked;
