package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Chromium without a window, told what to do by its DevTools protocol.
public final class Chromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /// None of Google's hosts is asked for anything.
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--remote-debugging-port=0");

    private final Path folder;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private WebSocket devTools;

    /// Not started yet.
    ///
    /// @param folder its profile, which must be new
    public Chromium(Path folder) {
        this.folder = folder;
    }

    /// What opens an address in it, as `$BROWSER`; the first time this starts it.
    public Path opener() {
        try {
            Files.createDirectories(folder);
            Path script = folder.resolve("opener");
            Files.writeString(
                    script,
                    """
                    #!/bin/sh
                    chromium %s --user-data-dir='%s' "$1" >'%s' 2>&1 &
                    echo $! >'%s'
                    """.formatted(
                                    String.join(" ", FLAGS),
                                    folder.resolve("profile"),
                                    folder.resolve("log"),
                                    folder.resolve("pid")),
                    UTF_8);
            script.toFile().setExecutable(true);
            return script;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Takes hold of it, once the opener has started it; returns the page that was opened.
    public Page attach() throws Exception {
        Path told = folder.resolve("profile/DevToolsActivePort");
        List<String> lines = Awaitility.await("Chromium")
                .atMost(PATIENCE)
                .until(() -> Files.exists(told) ? Files.readAllLines(told) : List.<String>of(), it -> it.size() == 2);
        devTools = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lines.getFirst() + lines.getLast()), new Answers())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        String target = Awaitility.await("the first page").atMost(PATIENCE).until(this::firstPage, it -> !it.isEmpty());
        return new Page(target, session(target), "");
    }

    private String firstPage() {
        for (JsonNode target : call("", "Target.getTargets", Map.of()).path("targetInfos")) {
            if (target.path("type").asString().equals("page")) {
                return target.path("targetId").asString();
            }
        }
        return "";
    }

    /// Opens an address as a person does who types it, in a browser profile of its own.
    public Page open(String address) {
        String context = call("", "Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .asString();
        return open(address, context);
    }

    private Page open(String address, String context) {
        String target = call("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .path("targetId")
                .asString();
        Page page = new Page(target, session(target), context);
        page.go(address);
        return page;
    }

    private String session(String target) {
        String session = call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asString();
        call(session, "Page.enable", Map.of());
        return session;
    }

    /// One tab.
    public final class Page {
        private final String target;
        private final String session;
        private final String context;

        private Page(String target, String session, String context) {
            this.target = target;
            this.session = session;
            this.context = context;
        }

        /// Types an address into the bar and waits until its page is there.
        public void go(String address) {
            call(session, "Page.navigate", Map.of("url", address));
            awaitLoaded();
        }

        /// Another tab of the same profile.
        public Page another(String address) {
            return open(address, context);
        }

        public void awaitLoaded() {
            Awaitility.await("the page of " + target)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> run("document.readyState === 'complete' && location.href !== 'about:blank'")
                            .asBoolean());
        }

        /// What a script in the page comes to, after it has awaited what it awaits.
        public JsonNode run(String script) {
            JsonNode answer = call(
                    session,
                    "Runtime.evaluate",
                    Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
            return answer.path("result").path("value");
        }

        public String address() {
            return run("location.href").asString();
        }

        public String text() {
            return run("document.body.innerText").asString();
        }

        /// Every cookie that this profile holds, of whatever host.
        public List<JsonNode> cookies() {
            Map<String, Object> of = context.isEmpty() ? Map.of() : Map.of("browserContextId", context);
            return call("", "Storage.getCookies", of)
                    .path("cookies")
                    .valueStream()
                    .toList();
        }
    }

    private JsonNode call(String session, String method, Map<String, Object> parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        var message = new HashMap<String, Object>(Map.of("id", id, "method", method, "params", parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        synchronized (this) {
            devTools.sendText(JsonMapper.shared().writeValueAsString(message), true)
                    .join();
        }
        JsonNode whole =
                answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (whole.has("error")) {
            throw new IllegalStateException(method + ": " + whole.path("error"));
        }
        return whole.path("result");
    }

    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = JsonMapper.shared().readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> waiting =
                        answers.remove(message.path("id").asInt(-1));
                if (waiting != null) {
                    waiting.complete(message);
                }
            }
            socket.request(1);
            return null;
        }
    }

    @Override
    public void close() {
        if (devTools != null) {
            call("", "Browser.close", Map.of());
        }
        Path pid = folder.resolve("pid");
        if (Files.exists(pid)) {
            try {
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .ifPresent(process -> process.onExit()
                                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .join());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
