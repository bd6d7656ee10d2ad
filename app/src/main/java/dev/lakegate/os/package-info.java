/// What differs between operating systems: owner-only files, and the key store, in a sub-package for each.
@NullMarked
package dev.lakegate.os;

import org.jspecify.annotations.NullMarked;
