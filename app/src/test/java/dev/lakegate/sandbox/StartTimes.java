package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakegate.sandbox.SteadyLoad.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// How long a person waits who starts the program while a sign-in is kept in the key ring: from the process' start,
/// with
/// the exchange for the workspace's token and everything else that the first request needs.
final class StartTimes {
    private static final long PAUSE_NANOS = 500_000;
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final Duration QUIET = Duration.ofMillis(1_500);

    private final Laptop laptop;
    private final Map<String, String> environment;
    private final Target target;

    private StartTimes(Laptop laptop, Map<String, String> environment, Target target) {
        this.laptop = laptop;
        this.environment = environment;
        this.target = target;
    }

    /// A way to start the program.
    ///
    /// @param options of the Java virtual machine, beside the launcher's own
    private record Way(String name, Path launcher, String options) {}

    /// In nanoseconds from the start of a process.
    private record Start(long listening, long answered) {}

    static void measure(Path folder, int times, PrintStream out) throws Exception {
        Path target = PackagingScript.root().resolve("app/target");
        Path image = target.resolve("image/lakegate/bin/lakegate");
        List<Way> ways = List.of(
                new Way("the image", image, ""),
                new Way("the image, its AOT cache unused", image, "-XX:AOTMode=off"),
                new Way("the jars on a JDK", target.resolve("lakegate/bin/lakegate"), ""));
        try (KeyRing ring = KeyRing.unlocked();
                Sandbox company = Sandbox.start(folder)) {
            Laptop laptop = company.laptop();
            Map<String, String> environment = new HashMap<>(ring.environment());
            environment.put("LAKEGATE_HOME", laptop.home().toString());
            environment.put("BROWSER", Program.browserOfAlice(folder).toString());
            Target me;
            try (Program program = Program.start(image, laptop, environment, List.of())) {
                if (program.lakegate("login").status() != 0) {
                    throw new IOException("nobody is signed in");
                }
                me = program.target("prod", "/api/2.0/preview/scim/v2/Me");
            }
            StartTimes starts = new StartTimes(laptop, environment, me);
            out.println(
                    "| " + times
                            + " starts, ms: median, 90th percentile | listening | first request answered | `lakegate status` |");
            out.println("|---|---|---|---|");
            for (Way way : ways) {
                starts.measure(way, times, out);
            }
        }
    }

    private void measure(Way way, int times, PrintStream out) throws Exception {
        List<Long> listening = new ArrayList<>();
        List<Long> answered = new ArrayList<>();
        List<Long> status = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            quiet();
            long begun = System.nanoTime();
            Process run = process(way, "run");
            try {
                Start start = await(begun, run);
                listening.add(start.listening());
                answered.add(start.answered());
                quiet();
                status.add(status(way));
            } finally {
                run.destroy();
                run.waitFor();
            }
        }
        out.printf("| %s | %s | %s | %s |%n", way.name(), figures(listening), figures(answered), figures(status));
    }

    /// What the last process left behind for the kernel and the sandbox to do is not the next one's.
    private static void quiet() {
        LockSupport.parkNanos(QUIET.toNanos());
    }

    private long status(Way way) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process command = process(way, "status");
        int status = command.waitFor();
        long ended = System.nanoTime();
        if (status != 0) {
            throw new IOException("lakegate status ended with " + status);
        }
        return ended - begun;
    }

    private Process process(Way way, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(way.launcher().toString(), command);
        builder.environment().putAll(environment);
        builder.environment().put("JDK_JAVA_OPTIONS", System.getProperty("lakegate.options", "") + " " + way.options());
        Path log = laptop.home().resolve("start.log");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private Start await(long begun, Process run) throws IOException {
        try (Socket socket = connected(begun, run)) {
            long listening = System.nanoTime();
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(
                                    target.address().getPath(), target.address().getPort(), target.localKey())
                            .getBytes(US_ASCII));
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
            long answered = System.nanoTime();
            if (answer == null || !answer.startsWith("HTTP/1.1 200")) {
                throw new IOException("the first request was answered with " + answer);
            }
            return new Start(listening - begun, answered - begun);
        }
    }

    private Socket connected(long begun, Process run) throws IOException {
        while (System.nanoTime() - begun < PATIENCE_NANOS && run.isAlive()) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(
                        InetAddress.ofLiteral("127.0.0.1"), target.address().getPort()));
                return socket;
            } catch (SocketException notYet) {
                socket.close();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        throw new IOException("lakegate run does not listen");
    }

    private static String figures(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return "%d, %d"
                .formatted(
                        sorted.get(sorted.size() / 2) / 1_000_000,
                        sorted.get(Math.min(sorted.size() - 1, sorted.size() * 9 / 10)) / 1_000_000);
    }
}
