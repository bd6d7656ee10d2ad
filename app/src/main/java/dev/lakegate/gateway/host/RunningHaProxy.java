package dev.lakegate.gateway.host;

import dev.lakegate.gateway.policy.GatewaySettings;
import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.gateway.render.Rendering;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The HAProxy that runs on this host with our configuration, by its sockets. Everything here blocks.
public final class RunningHaProxy {
    private static final Duration UNTIL_IT_SERVES = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration ONE_LOOK = Duration.ofSeconds(2);
    private static final Pattern FILE = Pattern.compile("(?m)^([0-9]+) \\((.*)\\)");
    private static final Pattern WORKER = Pattern.compile("(?m)^([0-9]+)\\s+worker\\s");
    private static final Pattern SEEN = Pattern.compile("key=(\\S+) .*http_req_cnt=([0-9]+)");

    private final GatewaySettings gateway;
    private final HaProxySocket master;
    private final HaProxySocket runtime;

    public RunningHaProxy(GatewaySettings gateway) {
        this.gateway = gateway;
        this.master = new HaProxySocket(gateway.masterSocket());
        this.runtime = new HaProxySocket(gateway.runtimeSocket());
    }

    /// Whether there is one to talk to.
    public boolean isThere() {
        return Files.exists(gateway.masterSocket()) && answers(master, "show proc");
    }

    private static boolean answers(HaProxySocket socket, String command) {
        try {
            socket.ask(command);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    /// Has it read its files anew. Returns why it did not, in which case its old worker goes on with the old
    /// ones.
    public Optional<String> reload() throws IOException {
        String answer = master.ask("reload");
        return answer.startsWith("Success=1") ? Optional.empty() : Optional.of(answer);
    }

    /// Waits until the worker that serves is the one with this rendering; whether it came to that.
    public boolean serves(String id) {
        long end = System.nanoTime() + UNTIL_IT_SERVES.toNanos();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(ONE_LOOK).build()) {
            while (!served(client).equals(Optional.of(id))) {
                if (System.nanoTime() > end) {
                    return false;
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return true;
        }
    }

    /// Which rendering serves now; empty when nothing does.
    public Optional<String> served() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(ONE_LOOK).build()) {
            return served(client);
        }
    }

    private Optional<String> served(HttpClient client) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + gateway.admin() + "/live"))
                .timeout(ONE_LOOK)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("X-Lakegate-Render");
        } catch (IOException none) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Tells the metrics when keys were fetched.
    public void fetched(Map<String, Instant> at) throws IOException {
        for (Map.Entry<String, Instant> issuer : at.entrySet()) {
            put(
                    runtime,
                    Rendering.FETCHED,
                    issuer.getKey(),
                    String.valueOf(issuer.getValue().getEpochSecond()));
        }
    }

    /// Makes revocations count at once, before any reload, also in the workers of before the last reloads, which
    /// still serve the connections they had.
    public void revoke(Revocations revocations) throws IOException {
        for (HaProxySocket worker : workers()) {
            for (Map.Entry<String, Instant> user : revocations.users().entrySet()) {
                put(
                        worker,
                        "maps/not-before.map",
                        user.getKey(),
                        String.valueOf(user.getValue().getEpochSecond()));
            }
            for (String token : revocations.tokens()) {
                worker.ask("add acl #" + number(worker, "show acl", "maps/revoked-tokens.lst") + " " + token);
            }
            for (String key : revocations.keys()) {
                worker.ask("del map #" + number(worker, "show map", "keys.map") + " " + key);
            }
        }
    }

    /// Ends all streams of a person; returns how many.
    public int endStreamsOf(String identity) throws IOException {
        int ended = 0;
        for (HaProxySocket worker : workers()) {
            ended += new Streams(worker).endThoseOf(identity);
        }
        return ended;
    }

    /// Ends all streams that have lasted longer; returns how many.
    public int endStreamsOlderThan(Duration age) throws IOException {
        int ended = 0;
        for (HaProxySocket worker : workers()) {
            ended += new Streams(worker).endThoseOlderThan(age);
        }
        return ended;
    }

    private List<HaProxySocket> workers() throws IOException {
        return WORKER.matcher(master.ask("show proc"))
                .results()
                .map(worker -> master.toWorker(Long.parseLong(worker.group(1))))
                .toList();
    }

    /// How many tokens of each issuer came with a key that is not known.
    public Map<String, Long> unknownKeys() throws IOException {
        Map<String, Long> counts = new HashMap<>();
        runtime.ask("show table unknown_keys")
                .lines()
                .map(SEEN::matcher)
                .filter(Matcher::find)
                .forEach(line -> counts.put(line.group(1), Long.parseLong(line.group(2))));
        return counts;
    }

    private static void put(HaProxySocket worker, String map, String key, String value) throws IOException {
        String number = number(worker, "show map", map);
        String answer = worker.ask("set map #" + number + " " + key + " " + value);
        if (answer.contains("not found")) {
            worker.ask("add map #" + number + " " + key + " " + value);
        }
    }

    /// HAProxy's socket splits at spaces, which a folder's name may have: a file's number stands for it.
    private static String number(HaProxySocket worker, String list, String file) throws IOException {
        Matcher found = FILE.matcher(worker.ask(list));
        while (found.find()) {
            if (found.group(2).endsWith("/" + file)) {
                return found.group(1);
            }
        }
        throw new IOException("HAProxy knows no file " + file);
    }
}
