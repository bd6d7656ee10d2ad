package dev.lakegate.sandbox;

import dev.lakegate.Assembly;
import dev.lakegate.audit.AuditFolder;
import dev.lakegate.cli.CommandLine;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.cli.TerminalPassphrase;
import dev.lakegate.config.Locations;
import dev.lakegate.model.ProblemException;
import dev.lakegate.session.ControlClient;
import dev.lakegate.session.Instance;
import dev.lakegate.session.ProfileSession;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInNews;
import dev.lakegate.session.SignInWay;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A person's machine with Lakegate on it: the real program in this process, with a home folder of
/// its own.
public final class Laptop implements AutoCloseable {
    private final Path home;
    private final Locations locations;
    private final Map<String, String> environment;
    private final Map<String, Integer> ports = new HashMap<>();
    private volatile @Nullable Started started;

    /// Writes the configuration; `$PORT_NAME` in it stands for a free port, which becomes that of
    /// the route.
    public Laptop(Path home, String toml, Map<String, String> environment) {
        this.home = home;
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("LAKEGATE_HOME", home.toString());
        variables.putIfAbsent("HOME", home.toString());
        // the person acts on the announced address instead, in this process
        variables.putIfAbsent("BROWSER", "true");
        this.environment = Map.copyOf(variables);
        this.locations = Locations.of(this.environment, System.getProperty("os.name"), home);
        String text = toml;
        while (text.contains("$PORT_")) {
            String name = text.substring(text.indexOf("$PORT_") + 6).split("\\W", 2)[0];
            ports.put(name.toLowerCase(java.util.Locale.ROOT), FreePort.next());
            text = text.replaceFirst(
                    "\\$PORT_" + name, String.valueOf(ports.get(name.toLowerCase(java.util.Locale.ROOT))));
        }
        try {
            Files.createDirectories(home);
            Files.writeString(locations.configFile(), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// `lakegate run`, without keeping the caller.
    public Started start() throws ProblemException {
        return keep(new Assembly(locations, environment, new TerminalPassphrase()).start(Map.of()));
    }

    /// The desktop app's program, which may have no profile yet.
    public Started startBeforeJoining() throws ProblemException {
        return keep(new Assembly(locations, environment, new TerminalPassphrase()).startBeforeJoining());
    }

    private Started keep(Started running) {
        started = running;
        Thread.startVirtualThread(() -> {
            try {
                running.instance().awaitStopRequest();
                close();
            } catch (InterruptedException unasked) {
                Thread.currentThread().interrupt();
            }
        });
        return running;
    }

    /// Signs the person in, who types name and password into the provider's page.
    public void signIn(String name) throws ProblemException {
        signIn(name, null);
    }

    /// Signs the person in to one of several profiles.
    public void signIn(String name, @Nullable String profile) throws ProblemException {
        ProfileSession session = running().instance().session(profile);
        try (SignInHandle part = session.signIn(SignInWay.NO_BROWSER, news -> visit(name, news))) {
            part.await();
        } catch (Refusal impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void visit(String name, SignInNews news) {
        if (news instanceof SignInNews.SignInAt at) {
            try {
                Person.named(name).signIn(at.address());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }

    /// Returns what could not be done at the provider.
    public List<String> signOut() throws ProblemException {
        return running().instance().session(null).signOut().notDone();
    }

    public Instance instance() {
        return running().instance();
    }

    /// The way by which commands reach the running program.
    public ControlClient control() {
        return new ControlClient("unpackaged", locations.socketFile(), _ -> {});
    }

    /// Of the route, at 127.0.0.1.
    public URI address(String route) {
        return URI.create("http://127.0.0.1:" + port(route));
    }

    public int port(String route) {
        return ports.get(route);
    }

    public String localKey(String route) {
        return read(locations.stateFolder().resolve("keys").resolve(route + ".key"))
                .strip();
    }

    public Map<String, String> environment() {
        return environment;
    }

    public Path home() {
        return home;
    }

    public Locations locations() {
        return locations;
    }

    /// The audit log's lines of requests so far; a request's line is there when its answer has
    /// ended, which is a little later than the client has it.
    public List<JsonNode> audit() {
        return auditLog().stream().filter(line -> line.has("request_id")).toList();
    }

    /// All of the audit log's lines so far, whatever they tell of.
    public List<JsonNode> auditLog() {
        return auditLines(auditFolder());
    }

    /// Where the audit log is.
    public AuditFolder auditFolder() {
        return AuditFolder.in(locations.stateFolder());
    }

    /// The whole lines of a log, the oldest first.
    public static List<JsonNode> auditLines(AuditFolder folder) {
        try {
            return folder.lastLines(Integer.MAX_VALUE).stream()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// What a command printed, and how it ended.
    public record Outcome(int status, String out, String err) {}

    /// Runs a command line, which reaches the running program by the control socket.
    public Outcome lakegate(String... arguments) {
        return lakegate(Reader.nullReader(), Map.of(), arguments);
    }

    /// Runs a command line at which someone types.
    public Outcome lakegate(Reader typed, String... arguments) {
        return lakegate(typed, Map.of(), arguments);
    }

    /// Runs a command line in a shell that has more variables than this laptop's others.
    public Outcome lakegateWith(Map<String, String> variables, String... arguments) {
        return lakegate(Reader.nullReader(), variables, arguments);
    }

    private Outcome lakegate(Reader typed, Map<String, String> variables, String... arguments) {
        Map<String, String> shell = new HashMap<>(environment);
        shell.putAll(variables);
        return run(locations, shell, typed, arguments);
    }

    /// Runs a command line in this process, wherever its files are.
    public static Outcome run(Locations locations, Map<String, String> shell, Reader typed, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new CommandLine(
                        "unpackaged",
                        locations,
                        shell,
                        new Assembly(locations, shell, new TerminalPassphrase()),
                        new BufferedReader(typed),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .execute(arguments);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.stop().run();
            started = null;
        }
    }

    private Started running() {
        if (started == null) {
            throw new IllegalStateException("this laptop was not started");
        }
        return started;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
