/// What every layer speaks of: names, secrets, tokens and problems. No input, no output.
@NullMarked
package dev.lakegate.model;

import org.jspecify.annotations.NullMarked;
