package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakegate.bench.load.ConstantRate;
import dev.lakegate.bench.load.Endpoint;
import dev.lakegate.bench.load.Exchange;
import dev.lakegate.bench.load.Latencies;
import dev.lakegate.sandbox.SteadyLoad.Target;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The image's memory: idle, with many idle clients, and under steady load, where it must not grow.
final class Soak {
    private static final int IDLE_CLIENTS = 1_000;
    private static final int ANSWER_BYTES = 8_192;
    private static final int PER_SECOND = 2_000;
    /// Of the load. Where a stall may open more of them, a sandbox on two cores comes to a thousand
    /// requests under way, and stays there.
    private static final int CONNECTIONS = 64;
    private static final int BURSTS = 6;
    private static final int BURST = 15_000;
    /// The program looks every minute whether it is idle.
    private static final Duration GIVEN_BACK = Duration.ofSeconds(150);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration PART = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /// Of resident memory, last quarter against second quarter: what two such medians differ by anyway.
    private static final double GROWTH = 0.05;

    private final Program program;
    private final PrintStream out;
    private final List<Long> resident = new ArrayList<>();
    private final List<Long> committed = new ArrayList<>();
    private final List<Double> slow = new ArrayList<>();

    private Soak(Program program, PrintStream out) {
        this.program = program;
        this.out = out;
    }

    static void measure(Path folder, int minutes, PrintStream out) throws Exception {
        Path launcher = PackagingScript.root().resolve("app/target/image/lakegate/bin/lakegate");
        try (KeyRing ring = KeyRing.unlocked();
                Sandbox company = Sandbox.start(folder)) {
            Map<String, String> environment = new HashMap<>(ring.environment());
            environment.put("BROWSER", Program.browserOfAlice(folder).toString());
            Laptop laptop = company.laptop();
            try (Program first = Program.start(launcher, laptop, environment, List.of())) {
                if (first.lakegate("login").status() != 0) {
                    throw new IOException("nobody is signed in");
                }
            }
            try (Program program =
                    Program.start(launcher, laptop, environment, List.of("-XX:NativeMemoryTracking=summary"))) {
                new Soak(program, out).measure(laptop, minutes);
            }
        }
    }

    private void measure(Laptop laptop, int minutes) throws Exception {
        out.println("| | resident | committed by the virtual machine, heap of it |");
        out.println("|---|---|---|");
        TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
        tell("signed in, idle");
        List<Socket> clients = new ArrayList<>();
        for (int number = 0; number < IDLE_CLIENTS; number++) {
            clients.add(afterTwoRequests(program.target("prod", "/api/2.0/preview/scim/v2/Me")));
        }
        TimeUnit.MILLISECONDS.sleep(IDLE.toMillis());
        tell(IDLE_CLIENTS + " clients, idle after two requests");
        for (Socket client : clients) {
            client.close();
        }
        try (ConstantRate load = load(CONNECTIONS)) {
            var _ = load.run(PER_SECOND, WARM_UP);
            tell("after " + WARM_UP.toSeconds() + " s of " + PER_SECOND + " requests a second");
            for (long part = 0; part < Duration.ofMinutes(minutes).dividedBy(PART); part++) {
                sample(load.run(PER_SECOND, PART));
            }
        }
        if (minutes > 0) {
            tell("after " + minutes + " minutes more");
            verdict(minutes);
        }
        burst();
        Path last = Files.writeString(
                laptop.home().resolve("memory.txt"),
                Memory.of(program.processId()).summary());
        System.err.println("What the virtual machine last said of its memory is in " + last);
    }

    private ConstantRate load(int connections) throws IOException {
        Target target = program.target("prod", "/sandbox/bytes?n=2000");
        int port = target.address().getPort();
        return new ConstantRate(
                new Endpoint(
                        port,
                        Optional.empty(),
                        List.of("Host: 127.0.0.1:" + port, "Authorization: Bearer " + target.localKey())),
                new Exchange.Get("/sandbox/bytes?n=2000"),
                connections);
    }

    /// As many requests under way at once as there are clients, for a minute or so.
    private void burst() throws IOException, InterruptedException {
        try (ConstantRate load = load(IDLE_CLIENTS)) {
            for (int time = 0; time < BURSTS; time++) {
                var _ = load.oneAfterAnother(BURST);
            }
        }
        tell("after %,d requests, %,d of them always under way".formatted(BURSTS * BURST, IDLE_CLIENTS));
        TimeUnit.MILLISECONDS.sleep(GIVEN_BACK.toMillis());
        tell(GIVEN_BACK.toSeconds() + " s after those");
    }

    private static Socket afterTwoRequests(Target target) throws IOException {
        int port = target.address().getPort();
        Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
        byte[] request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(target.address().getPath(), port, target.localKey())
                .getBytes(US_ASCII);
        byte[] answer = new byte[ANSWER_BYTES];
        for (int number = 0; number < 2; number++) {
            client.getOutputStream().write(request);
            if (client.getInputStream().read(answer) < 0) {
                throw new IOException("a client got no answer");
            }
        }
        return client;
    }

    private void tell(String when) throws IOException, InterruptedException {
        Memory memory = Memory.of(program.processId());
        out.printf(
                "| %s | %d MB | %d MB, %d MB |%n",
                when, program.residentKilobytes() / 1024, memory.committed() / 1024, memory.heap() / 1024);
    }

    private void sample(Latencies latencies) throws IOException, InterruptedException {
        slow.add(latencies.percentile(0.99) / 1e3);
        resident.add(program.residentKilobytes());
        committed.add(Memory.of(program.processId()).committed());
    }

    private void verdict(int minutes) {
        double growth = growth(resident);
        out.printf(
                """

                %,d requests in %d minutes, of which none failed; 99th percentile of each 10 s: %.1f ms in the median. Resident memory every 10 s, \
                median of the last quarter against the second: %+.1f %%; committed by the virtual machine: %+.1f %%. %s
                """,
                (long) PER_SECOND * PART.toSeconds() * slow.size(),
                minutes,
                slow.stream().sorted().toList().get(slow.size() / 2),
                growth * 100,
                growth(committed) * 100,
                growth > GROWTH ? "**It grows.**" : "It does not grow.");
    }

    private static double growth(List<Long> samples) {
        int quarter = samples.size() / 4;
        long second = median(samples.subList(quarter, 2 * quarter));
        long last = median(samples.subList(samples.size() - quarter, samples.size()));
        return (double) (last - second) / second;
    }

    private static long median(List<Long> samples) {
        return samples.stream().sorted().toList().get(samples.size() / 2);
    }
}
