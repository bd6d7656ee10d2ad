package dev.lakegate.sandbox;

import dev.lakegate.sandbox.workspace.Workspace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// `packaging/campaign gateway-cost`: what a request costs HAProxy in time on the CPU, with all our rules, beside an
/// HAProxy that only re-encrypts to the same nodes. Load comes from wrk, which must be installed.
final class GatewayCost {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private static final String PATH = "/sandbox/bytes?n=2048";
    private static final String ALICE = "alice@acme.example";
    private static final int KEPT_ALIVE = 20_000;
    private static final int CONNECTED_ANEW = 4_000;
    private static final int SECONDS = 3;
    private static final Pattern REQUESTS = Pattern.compile("([0-9]+) requests in ");

    private final TokenForge acme = new TokenForge("https://login.acme.example");
    private final Certificates certificates;
    private final Workspace prod;
    private final Path script;

    private GatewayCost(Path folder) throws IOException {
        certificates = Certificates.create(folder.resolve("pki"));
        prod = Workspace.start("prod.lakegate.test", 2, certificates, folder.resolve("prod"));
        // tokens by the environment, which ps does not show
        script = Files.writeString(folder.resolve("fields.lua"), """
                wrk.headers["Host"] = "prod.lakegate.test"
                wrk.headers["Proxy-Authorization"] = "Bearer " .. os.getenv("IDENTITY")
                wrk.headers["Authorization"] = "Bearer " .. os.getenv("WORKSPACE")
                wrk.headers["Connection"] = os.getenv("CONNECTION")
                """);
    }

    /// @param cpu spent by its worker so far
    private record Proxy(String name, int port, Supplier<Duration> cpu) {}

    /// @param requests of one measurement, at least
    private record Load(String name, int groups, String connection, int requests) {}

    static void measure(Path folder, int rounds) throws IOException, InterruptedException {
        GatewayCost cost = new GatewayCost(folder);
        int port = FreePort.next();
        Process bare = cost.bare(folder, port);
        List<HaProxy> gateways = new ArrayList<>();
        try {
            List<Proxy> proxies = new ArrayList<>();
            proxies.add(new Proxy("re-encrypts only", port, () -> cpu(bare.toHandle())));
            for (int rules : new int[] {0, 20, 200}) {
                HaProxy gateway = cost.gateway(folder.resolve("gateway-" + rules), rules);
                gateways.add(gateway);
                proxies.add(new Proxy("gateway, " + rules + " rules", gateway.port(), gateway::cpu));
            }
            cost.table(
                    proxies,
                    List.of(
                            new Load("kept alive, 5 groups", 5, "keep-alive", KEPT_ALIVE),
                            new Load("kept alive, 200 groups", 200, "keep-alive", KEPT_ALIVE),
                            new Load("new TLS connection each, 5 groups", 5, "close", CONNECTED_ANEW)),
                    rounds);
        } finally {
            gateways.forEach(HaProxy::close);
            bare.destroy();
            bare.waitFor();
            cost.prod.close();
        }
    }

    private void table(List<Proxy> proxies, List<Load> loads, int rounds) throws IOException, InterruptedException {
        OUT.println("| load | HAProxy | µs of CPU a request, median | of %d: least – most | against the first |"
                .formatted(rounds));
        OUT.println("|---|---|---|---|---|");
        for (Load load : loads) {
            Map<Proxy, List<Double>> seen = new LinkedHashMap<>();
            for (Proxy proxy : proxies) {
                microseconds(proxy, load, load.requests() / 5); // warm
                seen.put(proxy, new ArrayList<>());
            }
            for (int round = 0; round < rounds; round++) {
                for (Proxy proxy : proxies) {
                    seen.get(proxy).add(microseconds(proxy, load, load.requests()));
                }
            }
            double first = median(seen.get(proxies.getFirst()));
            seen.forEach((proxy, each) -> OUT.printf(
                    "| %s | %s | %.0f | %.0f – %.0f | %.2f × |%n",
                    load.name(),
                    proxy.name(),
                    median(each),
                    each.stream().min(Double::compare).orElseThrow(),
                    each.stream().max(Double::compare).orElseThrow(),
                    median(each) / first));
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private double microseconds(Proxy proxy, Load load, int atLeast) throws IOException, InterruptedException {
        String[] groups = IntStream.range(0, load.groups())
                .mapToObj(n -> "project-group-%03d".formatted(n))
                .toArray(String[]::new);
        groups[groups.length - 1] = "data-science";
        Map<String, String> environment = Map.of(
                "IDENTITY", acme.person("alice", groups).toString(),
                "WORKSPACE", prod.issueToken(ALICE),
                "CONNECTION", load.connection());
        Duration before = proxy.cpu().get();
        long requests = 0;
        while (requests < atLeast) {
            requests += wrk(proxy.port(), environment);
        }
        return proxy.cpu().get().minus(before).toNanos() / 1e3 / requests;
    }

    private long wrk(int port, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "wrk",
                "-t1",
                "-c16",
                "-d" + SECONDS + "s",
                "-s",
                script.toString(),
                "https://127.0.0.1:" + port + PATH);
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher requests = REQUESTS.matcher(said);
        if (process.waitFor() != 0 || !requests.find() || said.contains("Non-2xx") || said.contains("Socket errors")) {
            throw new IOException("wrk did not measure what it should:\n" + said);
        }
        return Long.parseLong(requests.group(1));
    }

    private HaProxy gateway(Path folder, int rules) {
        return new HaProxySetup(folder, certificates)
                .issuer(HaProxySetup.ACME, acme.issuer(), acme.jwks())
                .workspace("prod", prod.ports())
                .more(IntStream.range(0, rules).mapToObj(GatewayCost::rule).collect(Collectors.joining()))
                .start();
    }

    /// None of them matches, so that all of them are looked at.
    private static String rule(int number) {
        return """
                [[rule]]
                name = "rule-%d"
                effect = "deny"
                groups = ["data-science", "data-engineers"]
                methods = ["GET", "POST"]
                paths = ["/api/2.0/area%d/**", "/api/2.1/area%d/*/list"]

                """.formatted(number, number, number);
    }

    private Process bare(Path folder, int port) throws IOException {
        String nodes = prod.ports().stream()
                .map(node -> "    server node%d 127.0.0.1:%d%n".formatted(node, node))
                .collect(Collectors.joining());
        Path file = Files.writeString(
                folder.resolve("bare.cfg"),
                """
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 1m
                    timeout server 1m
                    timeout http-keep-alive 65s
                frontend bare
                    bind 127.0.0.1:%d ssl crt "%s" alpn h2,http/1.1 ssl-min-ver TLSv1.2 no-tls-tickets
                    default_backend prod
                backend prod
                    balance leastconn
                    http-request set-header Host prod.lakegate.test
                    default-server ssl verify required ca-file "%s" sni str(prod.lakegate.test) verifyhost prod.lakegate.test alpn http/1.1
                """.formatted(port, certificates.server("prod.lakegate.test").keyAndChainPem(), certificates.caPem())
                        + nodes);
        return new ProcessBuilder(PackagingScript.run("gateway/haproxy").getLast(), "-db", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("bare.log").toFile())
                .start();
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElseThrow();
    }
}
