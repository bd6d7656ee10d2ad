/// Where the sign-ins are kept between requests and between starts of the program: sealed in one file for each profile
/// by a key in the [dev.lakegate.keystore.vault], or in memory.
@NullMarked
package dev.lakegate.keystore;

import org.jspecify.annotations.NullMarked;
