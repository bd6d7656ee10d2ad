/// Tokens from source to cache: cached → exchanged → refreshed.
@NullMarked
package dev.lakegate.token;

import org.jspecify.annotations.NullMarked;
