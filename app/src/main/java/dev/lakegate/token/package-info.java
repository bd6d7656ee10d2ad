/// Tokens from source to cache: cached → exchanged → refreshed, and the thread that has them renewed in time.
@NullMarked
package dev.lakegate.token;

import org.jspecify.annotations.NullMarked;
