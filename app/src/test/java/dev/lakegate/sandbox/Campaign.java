package dev.lakegate.sandbox;

import dev.lakegate.sandbox.ProviderSettings.Lifetimes;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/// `packaging/campaign`: what takes too long for the test suite, or is a time. Prints Markdown;
/// whoever runs it commits it.
public final class Campaign {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final String ME = "/api/2.0/preview/scim/v2/Me";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Campaign() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("lakegate-campaign-");
        int number = Integer.parseInt(arguments[1]);
        switch (arguments[0]) {
            case "renewals" -> renewals(folder, number);
            case "sign-in" -> signIn(folder, number);
            case "gateway-cost" -> GatewayCost.measure(folder, number);
            case "bodies" -> LargeBodies.measure(folder, number, OUT);
            case "idle-web-socket" -> IdleWebSocket.measure(folder, number, OUT);
            case "start" -> StartTimes.measure(folder, number, OUT);
            case "desktop" -> DesktopTimes.measure(number, OUT);
            case "window" -> WindowTimes.measure(folder, number, OUT);
            case "soak" -> Soak.measure(folder, number, OUT);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    /// Steady load on the built program while its tokens are renewed again and again.
    private static void renewals(Path folder, int wanted) throws Exception {
        Lifetimes lifetimes = new Lifetimes(Renewals.IDENTITY_TOKEN, Renewals.IDENTITY_TOKEN, Duration.ofDays(1));
        try (Sandbox sandbox = Sandbox.start(folder, ProviderSettings.standard().with(lifetimes))) {
            sandbox.prod().tokenLifetime(Renewals.WORKSPACE_TOKEN);
            sandbox.dev().tokenLifetime(Renewals.WORKSPACE_TOKEN);
            try (Program program = Program.start(sandbox, folder, false)) {
                Program.Outcome login = program.lakegate("login");
                if (login.status() != 0) {
                    throw new IOException(login.err());
                }
                Renewals seen =
                        Renewals.under(sandbox, List.of(program.target("prod", ME), program.target("dev", ME)), wanted);
                OUT.printf(
                        """
                        | what | seen |
                        |---|---|
                        | requests, at 200 a second | %d |
                        | exchanges for workspace tokens of 10 s | %d |
                        | refreshes of identity tokens of 50 s | %d |
                        | failed requests | %d |

                        | requests | number | median of the slowest at each | of these within the 99.9th percentile of all others | 99.9th percentile | slowest |
                        |---|---|---|---|---|---|
                        """,
                        seen.requests(),
                        seen.exchanges().size(),
                        seen.refreshes(),
                        seen.failed().size());
                Duration usual = seen.usual().percentile999();
                row("within 250 ms of an exchange", seen.near(), usual);
                row("within 250 ms of the middle between two", seen.between(), usual);
                row("all that are not near an exchange", seen.usual(), usual);
                seen.failed().stream().limit(5).forEach(sample -> OUT.println("\n    " + sample));
            }
        }
    }

    private static void row(String which, Renewals.Latencies latencies, Duration usual) {
        OUT.printf(
                "| %s | %d | %.1f ms | %.0f %% | %.1f ms | %.1f ms |%n",
                which,
                latencies.requests(),
                milliseconds(latencies.typical()),
                latencies.shareWithin(usual) * 100,
                milliseconds(latencies.percentile999()),
                milliseconds(latencies.slowest()));
    }

    private static double milliseconds(Duration latency) {
        return latency.toNanos() / 1e6;
    }

    /// A person's waits at a sign-in beyond the provider's own time, each with a newly started
    /// program.
    private static void signIn(Path folder, int times) throws Exception {
        List<Duration> opened = new ArrayList<>();
        List<Duration> answered = new ArrayList<>();
        try (Sandbox sandbox = Sandbox.start(folder)) {
            for (int time = 0; time < times; time++) {
                Path bar = folder.resolve("address-" + time);
                try (Program program = Program.start(sandbox.laptop(), Map.of("BROWSER", browser(bar)))) {
                    long begun = System.nanoTime();
                    CompletableFuture<Void> login = CompletableFuture.runAsync(() -> login(program));
                    Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> Files.exists(bar));
                    opened.add(Duration.ofNanos(System.nanoTime() - begun));
                    Person.named("alice").signIn(URI.create(Files.readString(bar)));
                    long signedIn = System.nanoTime();
                    awaitAnswer(program.target("prod", ME));
                    answered.add(Duration.ofNanos(System.nanoTime() - signedIn));
                    login.join();
                }
            }
        }
        OUT.printf("""
                | wait | median | longest of %d |
                |---|---|---|
                | `lakegate login` typed → browser opened | %d ms | %d ms |
                | browser shows "You are signed in" → first request answered | %d ms | %d ms |
                """, times, median(opened), longest(opened), median(answered), longest(answered));
    }

    private static void login(Program program) {
        try {
            program.lakegate("login");
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void awaitAnswer(SteadyLoad.Target target) {
        HttpRequest request = HttpRequest.newBuilder(target.address())
                .header("Authorization", "Bearer " + target.localKey())
                .build();
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> CLIENT.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode()
                        == 200);
    }

    /// One that only notes where it was sent.
    private static String browser(Path addressBar) throws IOException {
        Path script = addressBar.resolveSibling(addressBar.getFileName() + ".sh");
        Files.writeString(
                script, "#!/bin/sh\nprintf '%%s' \"$1\" >'%1$s.new' && mv '%1$s.new' '%1$s'\n".formatted(addressBar));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"))
                .toString();
    }

    private static long median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2).toMillis();
    }

    private static long longest(List<Duration> times) {
        return times.stream().max(Duration::compareTo).orElseThrow().toMillis();
    }
}
