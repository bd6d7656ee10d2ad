package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakegate.sandbox.SteadyLoad.Sample;
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
import java.util.concurrent.TimeUnit;

/// The image's memory: idle, with many idle clients, and under steady load, where it must not grow.
final class Soak {
    private static final int IDLE_CLIENTS = 1_000;
    private static final int ANSWER_BYTES = 8_192;
    private static final int PER_SECOND = 2_000;
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration PART = Duration.ofSeconds(10);
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    /// Of resident memory, last quarter against second quarter: what two such medians differ by anyway.
    private static final double GROWTH = 0.05;

    private final Program program;
    private final PrintStream out;
    private final List<Long> resident = new ArrayList<>();
    private final List<Long> committed = new ArrayList<>();
    private final List<Double> slow = new ArrayList<>();
    private long failed;
    private long answered;

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
        SteadyLoad load = new SteadyLoad(List.of(program.target("prod", "/sandbox/bytes?n=2000")), PER_SECOND);
        var _ = load.during(WARM_UP);
        tell("after " + WARM_UP.toSeconds() + " s of " + PER_SECOND + " requests a second");
        for (long part = 0; part < Duration.ofMinutes(minutes).dividedBy(PART); part++) {
            sample(load.during(PART));
        }
        if (minutes > 0) {
            tell("after " + minutes + " minutes more");
            verdict(minutes);
        }
        Path last = Files.writeString(
                laptop.home().resolve("memory.txt"),
                Memory.of(program.processId()).summary());
        System.err.println("What the virtual machine last said of its memory is in " + last);
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

    private void sample(List<Sample> samples) throws IOException, InterruptedException {
        answered += samples.size();
        failed += samples.stream().filter(sample -> !sample.failure().isEmpty()).count();
        List<Duration> latencies =
                samples.stream().map(Sample::latency).sorted().toList();
        slow.add(latencies.get(latencies.size() * 99 / 100).toNanos() / 1e6);
        resident.add(program.residentKilobytes());
        committed.add(Memory.of(program.processId()).committed());
    }

    private void verdict(int minutes) {
        double growth = growth(resident);
        out.printf(
                """

                %d requests in %d minutes, %d failed; 99th percentile of each 10 s: %.1f ms in the median. Resident memory every 10 s, \
                median of the last quarter against the second: %+.1f %%; committed by the virtual machine: %+.1f %%. %s
                """,
                answered,
                minutes,
                failed,
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
