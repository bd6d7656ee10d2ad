/// What differs between operating systems: owner-only files, key stores, clocks and locks between processes.
@NullMarked
package dev.lakegate.os;

import org.jspecify.annotations.NullMarked;
