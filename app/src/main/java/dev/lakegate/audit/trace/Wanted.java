package dev.lakegate.audit.trace;

import dev.lakegate.audit.run.Run;
import java.util.regex.Pattern;

/// Which requests are to be traced.
public sealed interface Wanted {
    /// As people call it.
    String words();

    /// The one with this id, the proxy's or the gateway's own, or all of the trace (W3C Trace Context) with it.
    record ById(String id) implements Wanted {
        private static final Pattern FORM = Pattern.compile("[0-9A-Za-z_.:-]{1,128}");
        private static final Pattern TRACEPARENT =
                Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

        /// Of a whole `traceparent` the trace counts. Throws [IllegalArgumentException] for what can be no id.
        public ById {
            if (!FORM.matcher(id).matches()) {
                throw new IllegalArgumentException(
                        "an id has up to 128 letters, digits and '-', '_', '.', ':', as X-Request-Id and traceparent have them");
            }
            id = TRACEPARENT.matcher(id).replaceAll("$1");
        }

        @Override
        public String words() {
            return "the id " + id;
        }
    }

    /// The one whose line was written last.
    record Last() implements Wanted {
        @Override
        public String words() {
            return "the last request";
        }
    }

    /// Those that started this run or are about it.
    record OfRun(Run run) implements Wanted {
        @Override
        public String words() {
            return run.kind() + " " + run.id();
        }
    }
}
