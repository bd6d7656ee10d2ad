/// What differs between operating systems: owner-only files, key stores, and a clock that does not go back.
@NullMarked
package dev.lakegate.os;

import org.jspecify.annotations.NullMarked;
