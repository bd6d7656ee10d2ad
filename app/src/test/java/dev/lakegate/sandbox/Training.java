package dev.lakegate.sandbox;

import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import dev.lakegate.sandbox.service.GrpcService;
import dev.lakegate.sandbox.service.GrpcTraffic;
import dev.lakegate.sandbox.service.WebSocketService;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// The runs that `packaging/build` trains the image's AOT caches on, of `lakegate run` and of the desktop app: a kept
/// sign-in is taken up from a real key ring, tokens are renewed, and traffic of every kind goes through; what the
/// program used and how often is what the caches hold.
public final class Training {
    private static final String ME = "/api/2.0/preview/scim/v2/Me";

    /// Short, so that both are renewed meanwhile; see [Renewals].
    private static final Duration IDENTITY_TOKEN = Duration.ofSeconds(50);

    private static final Duration WORKSPACE_TOKEN = Duration.ofSeconds(10);

    private static final int CLIENTS = 32;
    private static final int REQUESTS_OF_EACH = 200;

    /// After each of them all connections end, those to the gateway by the gateway. What a compiler has seen only go on
    /// it throws away when it ends.
    private static final int PARTS = 6;
    private static final int FILE_BYTES = 32 << 20;
    private static final int JSON_BYTES = 64 << 10;
    private static final int CALLS = 300;
    /// Of a running `lakegate run`, which is asked by them.
    private static final List<String> ASKING = List.of("status", "login", "reload");

    private static final List<String> COMMANDS =
            List.of("status", "status --json", "routes", "env prod", "login", "reload", "audit tail", "--version");

    /// The virtual machine writes down what it has learnt as it ends.
    private static final Duration WRITING = Duration.ofMinutes(4);

    private final Laptop laptop;
    private final HttpClient client;
    private final Sandbox company;

    private Training(Sandbox company, Laptop laptop, HttpClient client) {
        this.company = company;
        this.laptop = laptop;
        this.client = client;
    }

    /// Ends when all that was learnt is written.
    ///
    /// @param arguments the image's launcher, that of `dev.lakegate.Rehearsal`, and the files for what was
    /// learnt of `lakegate run`, of the desktop app and of the commands
    public static void main(String[] arguments) throws Exception {
        Path launcher = Path.of(arguments[0]);
        Path rehearsal = Path.of(arguments[1]);
        Path ofRun = Path.of(arguments[2]);
        Path ofDesktop = Path.of(arguments[3]);
        Path ofCommands = Path.of(arguments[4]);
        Path folder = Files.createTempDirectory("lakegate-training-");
        Lifetimes lifetimes = new Lifetimes(IDENTITY_TOKEN, IDENTITY_TOKEN, Duration.ofDays(1));
        try (KeyRing ring = KeyRing.unlocked();
                Sandbox company =
                        Sandbox.start(folder, ProviderSettings.standard().with(lifetimes));
                GrpcService grpc = new GrpcService(company.certificates().server("grpc.lakegate.test"));
                WebSocketService webSockets =
                        new WebSocketService(company.certificates().server("ws.lakegate.test"));
                HttpClient client = newClient()) {
            company.serve(Map.of("grpc", grpc.port(), "ws", webSockets.port()));
            company.prod().tokenLifetime(WORKSPACE_TOKEN);
            Laptop laptop = company.laptop(company.configuration() + selfHosted("grpc") + selfHosted("ws"));
            Map<String, String> environment = new HashMap<>(ring.environment());
            environment.put("BROWSER", Program.browserOfAlice(folder).toString());
            try (Program first = Program.start(launcher, laptop, environment, List.of())) {
                Program.Outcome outcome = first.lakegate("login");
                if (outcome.status() != 0) {
                    throw new IOException("lakegate login: " + outcome.err());
                }
            }
            Training training = new Training(company, laptop, client);
            training.run(launcher, environment, ofRun);
            // a desktop without a panel, and windows that need no display
            environment.put("DISPLAY", ":0");
            training.desktop(rehearsal, environment, ofDesktop, ofCommands);
        }
        for (Path learnt : List.of(ofRun, ofDesktop, ofCommands)) {
            if (Files.notExists(learnt)) {
                throw new IOException("the virtual machine has not written " + learnt + "; see " + folder);
            }
        }
        System.exit(0);
    }

    private static String selfHosted(String name) {
        return """

                [profile.acme.route.%s]
                port = $PORT_%s
                workspace = "%s.lakegate.test"
                credential = "identity"
                """.formatted(name, name.toUpperCase(Locale.ROOT), name);
    }

    private void run(Path launcher, Map<String, String> environment, Path learnt) throws Exception {
        Program program = Program.start(launcher, laptop, environment, List.of(recording(learnt)));
        try {
            traffic();
            for (String command : ASKING) {
                Program.Outcome outcome = program.lakegate(command);
                if (outcome.status() != 0) {
                    throw new IOException("lakegate " + command + ": " + outcome.err());
                }
            }
            send(ME);
        } finally {
            program.end(WRITING);
        }
    }

    private void desktop(Path rehearsal, Map<String, String> environment, Path learnt, Path ofCommands)
            throws Exception {
        Program program =
                Program.start(rehearsal, laptop, environment, List.of(recording(learnt), "-Dglass.platform=Headless"));
        Commands commands = Commands.start(rehearsal, laptop, environment, ofCommands);
        try {
            traffic();
            program.tell("again", "rehearsed again: 0");
            send(ME);
            for (String command : COMMANDS) {
                commands.run(command, 0);
            }
        } finally {
            program.end(WRITING);
        }
        commands.run("status", 1);
        commands.end();
    }

    private void traffic() throws Exception {
        for (int part = 0; part < PARTS; part++) {
            try (HttpClient connections = newClient();
                    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
                for (Future<?> done : clients.invokeAll(Collections.nCopies(CLIENTS, () -> requests(connections)))) {
                    done.get();
                }
            }
            company.restartGateway();
        }
        for (int time = 0; time < CALLS; time++) {
            send("/sandbox/digest", new byte[JSON_BYTES]);
        }
        send("/sandbox/digest", new byte[FILE_BYTES]);
        send("/sandbox/bytes?n=" + FILE_BYTES);
        send("/sandbox/sse?count=20&ms=20");
        grpc();
        webSocket();
    }

    /// The process that runs the commands, one after another: beside the program, and then without it.
    private record Commands(Process process, Path output) {
        static Commands start(Path rehearsal, Laptop laptop, Map<String, String> environment, Path learnt)
                throws IOException {
            ProcessBuilder builder = new ProcessBuilder(rehearsal.toString(), "commands");
            builder.environment().putAll(environment);
            builder.environment().put("LAKEGATE_HOME", laptop.home().toString());
            builder.environment().put("JDK_JAVA_OPTIONS", recording(learnt));
            Path output = laptop.home().resolve("commands.txt");
            return new Commands(
                    builder.redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        }

        void run(String command, int status) throws IOException {
            BufferedWriter lines = process.outputWriter();
            lines.write(command);
            lines.newLine();
            lines.flush();
            Awaitility.await(command)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> Files.readString(output).contains("rehearsed " + command + ": " + status));
        }

        void end() throws IOException, InterruptedException {
            process.outputWriter().close();
            if (!process.waitFor(WRITING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    private static String recording(Path learnt) {
        return "-XX:AOTMode=record -XX:AOTConfiguration=\"" + learnt + "\"";
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private @Nullable Void requests(HttpClient connections) throws Exception {
        for (int number = 0; number < REQUESTS_OF_EACH; number++) {
            send(connections, number % 2 == 0 ? ME : "/sandbox/bytes?n=2000");
        }
        return null;
    }

    private void send(String path) throws Exception {
        send(client, path);
    }

    private void send(HttpClient connections, String path) throws Exception {
        expect(connections.send(request("prod", path).build(), HttpResponse.BodyHandlers.ofByteArray()));
    }

    private void send(String path, byte[] body) throws Exception {
        expect(client.send(
                request("prod", path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray()));
    }

    private static void expect(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(answer.uri() + " was answered with " + answer.statusCode());
        }
    }

    private HttpRequest.Builder request(String route, String path) {
        return HttpRequest.newBuilder(laptop.address(route).resolve(path))
                .header("Authorization", "Bearer " + laptop.localKey(route));
    }

    private void grpc() {
        ManagedChannel connection = NettyChannelBuilder.forAddress("127.0.0.1", laptop.port("grpc"))
                .usePlaintext()
                .build();
        Metadata access = new Metadata();
        access.put(
                Metadata.Key.of("Authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + laptop.localKey("grpc"));
        GrpcTraffic.send(
                ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(access)), CALLS);
        connection.shutdownNow();
    }

    private void webSocket() throws Exception {
        BlockingQueue<CharSequence> heard = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + laptop.localKey("ws"))
                .buildAsync(URI.create("ws://127.0.0.1:" + laptop.port("ws") + "/echo"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        heard.add(text);
                        from.request(1);
                        return null;
                    }
                })
                .join();
        for (int time = 0; time < CALLS; time++) {
            socket.sendText("said for the " + time + "th time", true).join();
            if (heard.poll(10, TimeUnit.SECONDS) == null) {
                throw new IOException("the WebSocket does not answer");
            }
        }
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
