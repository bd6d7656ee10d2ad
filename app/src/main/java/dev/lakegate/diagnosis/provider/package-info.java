/// Checks of what the OpenID provider says of itself.
@NullMarked
package dev.lakegate.diagnosis.provider;

import org.jspecify.annotations.NullMarked;
