package dev.lakegate.proxy.browser;

import dev.lakegate.model.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/// What nobody can guess: 256 random bits, in letters that an address and a cookie may have.
final class RandomValue {
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomValue() {}

    static Secret next() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }
}
