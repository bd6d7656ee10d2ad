/// The immutable configuration and how it is read: managed file, flags, environment, file, defaults (DESIGN.md §2).
@NullMarked
package dev.lakegate.config;

import org.jspecify.annotations.NullMarked;
