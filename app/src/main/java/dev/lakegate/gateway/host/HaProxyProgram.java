package dev.lakegate.gateway.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The `haproxy` of this host.
public final class HaProxyProgram {
    private static final Pattern VERSION = Pattern.compile("(?m)^HA-?Proxy version ([0-9]+)\\.([0-9]+)\\.?([0-9]*)");
    private static final int PATIENCE_SECONDS = 60;

    private final Path program;

    public HaProxyProgram(Path program) {
        this.program = program;
    }

    /// The one that the environment's `PATH` has, or that distributions install beside it.
    public static Optional<HaProxyProgram> found(Map<String, String> environment) {
        return Stream.concat(
                        Arrays.stream(environment.getOrDefault("PATH", "").split(":")),
                        Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(HaProxyProgram::new);
    }

    /// Why this build must not be used; empty when there is nothing to say against it. Throws when it does not
    /// run.
    public Optional<String> whyUnsafe() throws IOException {
        String about = run(List.of("-vv")).output();
        Matcher version = VERSION.matcher(about);
        if (!version.find()) {
            return Optional.of(program + " does not say which version it is");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        int patch = version.group(3).isEmpty() ? 0 : Integer.parseInt(version.group(3));
        String name = "HAProxy " + version.group().replaceAll(".* version ", "");
        if (major < 3 || (major == 3 && minor == 0 && patch < 4)) {
            return Optional.of(
                    name + " is not used: in builds before 2.6.19 and before 3.0.4 one forged token resets the"
                            + " TLS connections of everybody else (HAProxy's issue 2643), and the configuration needs what 3.0"
                            + " brought; install 3.0.4 or newer");
        }
        if (!about.contains("+OPENSSL")) {
            return Optional.of(name + " was built without OpenSSL; install one with it");
        }
        if (!about.contains("+PCRE2")) {
            return Optional.of(name + " was built without PCRE2, which the path rules need; install one with it");
        }
        return Optional.empty();
    }

    /// What it says of a configuration.
    ///
    /// @param accepted whether it would start with it
    public record Check(boolean accepted, String output) {}

    /// `haproxy -c`. Blocks; throws when the program does not run.
    public Check check(Path configuration) throws IOException {
        Outcome outcome = run(List.of("-c", "-f", configuration.toString()));
        return new Check(outcome.status() == 0, outcome.output());
    }

    private record Outcome(int status, String output) {}

    private Outcome run(List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), arguments.stream())
                        .toList())
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(program + " does not end");
            }
            return new Outcome(process.exitValue(), output.strip());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " ran", interrupted);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
