/// Where credentials are kept between requests.
@NullMarked
package dev.lakegate.keystore;

import org.jspecify.annotations.NullMarked;
