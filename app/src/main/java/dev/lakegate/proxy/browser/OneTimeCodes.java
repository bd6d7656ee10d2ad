package dev.lakegate.proxy.browser;

import dev.lakegate.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The codes of one-time addresses. One that was used is remembered until it would have ended, so that whoever comes
/// second is noticed. Not thread-safe.
final class OneTimeCodes {
    static final Duration LIFETIME = Duration.ofSeconds(60);
    private static final int MOST = 16;

    private final Deque<Code> codes = new ArrayDeque<>();

    /// A code, and the session it has begun.
    static final class Code {
        private final Secret value;
        private final Instant until;
        private Optional<BrowserSession> begun = Optional.empty();

        private Code(Secret value, Instant until) {
            this.value = value;
            this.until = until;
        }

        Optional<BrowserSession> begun() {
            return begun;
        }

        void begins(BrowserSession session) {
            begun = Optional.of(session);
        }
    }

    /// A new one. Of very many at once the oldest ends.
    Secret issue(Instant now) {
        endOld(now);
        if (codes.size() == MOST) {
            codes.removeFirst();
        }
        Code code = new Code(RandomValue.next(), now.plus(LIFETIME));
        codes.addLast(code);
        return code.value;
    }

    /// Empty when there is none such, or it has ended. Compares with each, whichever it is.
    Optional<Code> find(String presented, Instant now) {
        endOld(now);
        Optional<Code> found = Optional.empty();
        for (Code code : codes) {
            if (code.value.matches(presented)) {
                found = Optional.of(code);
            }
        }
        return found;
    }

    void endAll() {
        codes.clear();
    }

    private void endOld(Instant now) {
        codes.removeIf(code -> !now.isBefore(code.until));
    }
}
