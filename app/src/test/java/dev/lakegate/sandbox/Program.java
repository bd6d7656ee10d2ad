package dev.lakegate.sandbox;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// The built program's `lakegate run`, in a process of its own with a home folder of its own: that of
/// `app/target/lakegate`, unless the property `lakegate.program` names another launcher. What the property
/// `lakegate.options` has is given to the Java virtual machine of `lakegate run`, not to that of its commands.
public final class Program implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path launcher;
    private final Laptop laptop;
    private final Map<String, String> environment;
    private final Path output;
    private final Process process;

    private Program(Path launcher, Laptop laptop, Map<String, String> environment, List<String> options)
            throws IOException {
        this.launcher = launcher;
        this.laptop = laptop;
        this.environment = new HashMap<>(environment);
        this.environment.put("LAKEGATE_HOME", laptop.home().toString());
        this.output = laptop.home().resolve("lakegate.log");
        ProcessBuilder run = builder(List.of("run"));
        run.environment()
                .put("JDK_JAVA_OPTIONS", System.getProperty("lakegate.options", "") + " " + String.join(" ", options));
        this.process =
                run.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /// Returns when its routes listen.
    ///
    /// @param ownBrowser leaves the sign-in page to the person at this machine; else the sandbox's alice signs in
    static Program start(Sandbox sandbox, Path folder, boolean ownBrowser) throws IOException {
        return start(
                sandbox.laptop(),
                ownBrowser ? Map.of() : Map.of("BROWSER", browserOfAlice(folder).toString()));
    }

    /// Returns when its routes listen.
    static Program start(Laptop laptop, Map<String, String> environment) throws IOException {
        return start(launcher(), laptop, environment, List.of());
    }

    /// Returns when its routes listen.
    ///
    /// @param options likewise for its Java virtual machine
    static Program start(Path launcher, Laptop laptop, Map<String, String> environment, List<String> options)
            throws IOException {
        Program program = new Program(launcher, laptop, environment, options);
        Awaitility.await("lakegate run")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !program.process.isAlive() || program.output().contains("http://127.0.0.1:"));
        if (!program.process.isAlive()) {
            throw new IOException("lakegate run ended: " + program.output());
        }
        return program;
    }

    /// Writes a line to its standard input, and returns when it has said what is expected in return.
    void tell(String line, String expected) throws IOException {
        BufferedWriter in = process.outputWriter();
        in.write(line);
        in.newLine();
        in.flush();
        Awaitility.await(line)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> output().contains(expected));
    }

    /// How a command ended, and what it printed.
    public record Outcome(int status, String out, String err) {}

    /// Runs a command of the built program.
    public Outcome lakegate(String... arguments) throws IOException, InterruptedException {
        Path err = laptop.home().resolve("command.err");
        Process command =
                builder(List.of(arguments)).redirectError(err.toFile()).start();
        command.getOutputStream().close();
        String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(command.waitFor(), out, Files.readString(err));
    }

    /// Its memory as the kernel counts it (`VmRSS`).
    long residentKilobytes() throws IOException {
        return memory(process, "VmRSS:");
    }

    /// The same at its highest (`VmHWM`).
    long mostResidentKilobytes() throws IOException {
        return memory(process, "VmHWM:");
    }

    /// In kilobytes.
    ///
    /// @param what as the kernel calls it
    static long memory(Process process, String what) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith(what))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /// A route's address and key, for load.
    SteadyLoad.Target target(String route, String path) {
        return new SteadyLoad.Target(laptop.address(route).resolve(path), laptop.localKey(route));
    }

    public List<JsonNode> audit() {
        return laptop.audit();
    }

    /// As a person would type it.
    public String command() {
        return "LAKEGATE_HOME='" + laptop.home() + "' '" + launcher + "'";
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Path launcher() {
        return Optional.ofNullable(System.getProperty("lakegate.program"))
                .map(Path::of)
                .orElseGet(() -> PackagingScript.root().resolve("app/target/lakegate/bin/lakegate"));
    }

    /// A browser returns at once; this one's person types at the same time.
    public static Path browserOfAlice(Path folder) throws IOException {
        Path script = folder.resolve("browser");
        Files.writeString(script, """
                #!/bin/sh
                unset JDK_JAVA_OPTIONS
                SANDBOX_PERSON=alice SANDBOX_PASSWORD=alice-password '%s' -cp '%s' %s "$@" >'%s' 2>&1 &
                """.formatted(
                        ProcessHandle.current().info().command().orElse("java"),
                        System.getProperty("java.class.path"),
                        Person.class.getName(),
                        folder.resolve("browser.log")));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    long processId() {
        return process.pid();
    }

    @Override
    public void close() {
        end(PATIENCE);
    }

    /// Has it end, and kills it when it has not by then.
    void end(Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
