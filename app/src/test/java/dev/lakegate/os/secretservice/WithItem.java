package dev.lakegate.os.secretservice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.os.secretservice.SecretServiceItem.Limits;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.KeyRing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Timeout;

/// A value, and the item that holds it in a key ring.
@Timeout(60)
abstract class WithItem {
    static final Duration A_MOMENT = Duration.ofMillis(700);
    static final Duration LONG = Duration.ofSeconds(30);

    final byte[] value = canary();

    static Problem problemOf(ThrowingCallable call) {
        return problemIn(call).orElseThrow(() -> new AssertionError("there was no problem"));
    }

    static Optional<Problem> problemIn(ThrowingCallable call) {
        return Optional.ofNullable(catchThrowableOfType(ProblemException.class, call))
                .map(ProblemException::problem);
    }

    SecretServiceItem item(KeyRing ring) {
        return item(ring, new Limits(LONG, LONG));
    }

    static SecretServiceItem item(KeyRing ring, Limits limits) {
        return new SecretServiceItem(ring.environment(), Map.of("account", "alice"), "Lakegate test", limits);
    }

    static byte[] canary() {
        String canary = UUID.randomUUID().toString();
        Canaries.add(canary);
        return canary.getBytes(UTF_8);
    }
}
