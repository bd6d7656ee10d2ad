/// OpenID Connect and OAuth 2.0 with Nimbus: sign-in, refresh, sign-out, exchange (RFC 6749, 7636, 8252, 8693, 9207).
@NullMarked
package dev.lakegate.oauth;

import org.jspecify.annotations.NullMarked;
