package dev.lakegate.audit;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the trail has lines for; `app/docs/audit.md` documents the form of each. None ever holds a token.
public sealed interface AuditEvent permits AuditEntry, AuditEvent.Told {
    Instant at();

    /// The name in the line's member `event`.
    String name();

    /// The program serves from now on.
    ///
    /// @param host          the machine's name; null when it has none
    /// @param configuration the SHA-256 of each configuration file there is, by its name
    record Started(Instant at, String version, @Nullable String host, long pid, Map<String, String> configuration)
            implements Told {
        public Started {
            configuration = Map.copyOf(configuration);
        }

        @Override
        public String name() {
            return "start";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("version", version, "host", host, "pid", pid, "configuration", configuration);
        }
    }

    /// The program ends in good order: after a crash this line is missing.
    record Stopped(Instant at) implements Told {
        @Override
        public String name() {
            return "stop";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return Map.of();
        }
    }

    /// Somebody is signed in from now on.
    ///
    /// @param way how: `browser`, `no_browser`, `device`; `kept` when an earlier sign-in was taken up
    record SignedIn(Instant at, String profile, String person, String way) implements Told {
        @Override
        public String name() {
            return "sign_in";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("profile", profile, "person", person, "way", way);
        }
    }

    /// A sign-in has led to nothing.
    ///
    /// @param problem the code of what it ended with
    record SignInFailed(Instant at, String profile, String way, String problem) implements Told {
        @Override
        public String name() {
            return "sign_in";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("profile", profile, "way", way, "problem", problem);
        }
    }

    /// Nobody is signed in from now on.
    ///
    /// @param person null when nobody was before
    record SignedOut(Instant at, String profile, @Nullable String person) implements Told {
        @Override
        public String name() {
            return "sign_out";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("profile", profile, "person", person);
        }
    }

    /// New requests are refused from now on, because the person wants them to be.
    record Paused(Instant at) implements Told {
        @Override
        public String name() {
            return "pause";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return Map.of();
        }
    }

    /// They are served again.
    record Resumed(Instant at) implements Told {
        @Override
        public String name() {
            return "resume";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return Map.of();
        }
    }

    /// An identity token was fetched with the refresh token.
    ///
    /// @param expiresAt of the new token; null when there is none
    /// @param problem   why there is none
    /// @param durationMicros how long the provider took
    record Renewed(
            Instant at,
            String profile,
            String person,
            @Nullable Instant expiresAt,
            @Nullable String problem,
            long durationMicros)
            implements Told {
        @Override
        public String name() {
            return "renewal";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered(
                    "profile",
                    profile,
                    "person",
                    person,
                    "expires_at",
                    expiresAt,
                    "problem",
                    problem,
                    "duration_us",
                    durationMicros);
        }
    }

    /// A workspace token was asked for in exchange for the identity token.
    ///
    /// @param servicePrincipal as which, null as oneself
    /// @param expiresAt        of the workspace token; null when there is none
    /// @param problem          why there is none
    /// @param durationMicros   how long gateway and workspace took
    record Exchanged(
            Instant at,
            String route,
            String workspace,
            @Nullable String person,
            @Nullable String servicePrincipal,
            @Nullable Instant expiresAt,
            @Nullable String problem,
            long durationMicros)
            implements Told {
        @Override
        public String name() {
            return "exchange";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered(
                    "route",
                    route,
                    "workspace",
                    workspace,
                    "person",
                    person,
                    "service_principal",
                    servicePrincipal,
                    "expires_at",
                    expiresAt,
                    "problem",
                    problem,
                    "duration_us",
                    durationMicros);
        }
    }

    /// The running program has read its configuration again.
    ///
    /// @param files   as [Started]'s `configuration`
    /// @param added   profiles and routes, as `profile NAME` and `route NAME`
    /// @param problem why the new configuration was not taken; null when it was
    record ConfigurationRead(
            Instant at,
            Map<String, String> files,
            List<String> added,
            List<String> changed,
            List<String> removed,
            @Nullable String problem)
            implements Told {
        public ConfigurationRead {
            files = Map.copyOf(files);
            added = List.copyOf(added);
            changed = List.copyOf(changed);
            removed = List.copyOf(removed);
        }

        @Override
        public String name() {
            return "configuration";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered(
                    "configuration", files, "added", added, "changed", changed, "removed", removed, "problem", problem);
        }
    }

    /// The first line of a file.
    ///
    /// @param chain    null in the first line of a chain, whose hash is what the chain is called by
    /// @param previous the hash of the last line before, null likewise
    /// @param nonce    makes each chain's first line another; null in all but that
    /// @param after    why a chain begins where an earlier log is there already
    record FileBegins(
            Instant at,
            @Nullable String chain,
            @Nullable String previous,
            @Nullable String nonce,
            @Nullable String after)
            implements Told {
        @Override
        public String name() {
            return "file";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("format", 1, "chain", chain, "previous", previous, "nonce", nonce, "after", after);
        }
    }

    /// Vouches for all that stands before it in the chain.
    ///
    /// @param why       `key` when a start has got the key, `file` at a file's end, `stop` at the program's
    /// @param key       the public key (X.509 SubjectPublicKeyInfo, base64); null when there is none at hand
    /// @param keptIn    where the private key is kept; null likewise
    /// @param signature base64; null likewise
    record Sealed(
            Instant at,
            String why,
            @Nullable String key,
            @Nullable String keptIn,
            @Nullable String signature) implements Told {
        @Override
        public String name() {
            return "seal";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("why", why, "key", key, "kept_in", keptIn, "signature", signature);
        }
    }

    /// A start has found the last line cut off, as a crash of the machine leaves it, and has removed what was there.
    ///
    /// @param bytes how many there were
    /// @param text  of them, the first
    record CutOff(Instant at, long bytes, String text) implements Told {
        @Override
        public String name() {
            return "cut_off";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("bytes", bytes, "text", text);
        }
    }

    /// Lines could not be written.
    ///
    /// @param count  how many
    /// @param first  when the first of them would have been
    /// @param reason in the operating system's words
    record Lost(Instant at, long count, Instant first, String reason) implements Told {
        @Override
        public String name() {
            return "lost";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("count", count, "first", first, "reason", reason);
        }
    }

    /// Files that are kept no longer are about to be deleted.
    ///
    /// @param through the number of the last line that goes
    record FilesRemoved(Instant at, List<String> files, long through) implements Told {
        public FilesRemoved {
            files = List.copyOf(files);
        }

        @Override
        public String name() {
            return "files_removed";
        }

        @Override
        public Map<String, @Nullable Object> members() {
            return ordered("files", files, "through", through);
        }
    }

    /// All but requests: so few that their lines are made from a list.
    sealed interface Told extends AuditEvent {
        /// In their order; those that are null have no place in the line.
        Map<String, @Nullable Object> members();
    }

    private static Map<String, @Nullable Object> ordered(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            members.put(String.valueOf(namesAndValues[index]), namesAndValues[index + 1]);
        }
        return members;
    }
}
