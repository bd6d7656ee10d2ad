/// The text of a TOML file, edited value by value: all else stays byte for byte.
@NullMarked
package dev.lakegate.config.toml;

import org.jspecify.annotations.NullMarked;
