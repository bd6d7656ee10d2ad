package dev.lakegate.sandbox;

import dev.lakegate.sandbox.service.WebSocketService;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket on which nothing is said for so long, through the proxy and the gateway, and then something is.
final class IdleWebSocket {
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private IdleWebSocket() {}

    static void measure(Path folder, int minutes, PrintStream out) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (Sandbox company = Sandbox.start(folder);
                WebSocketService service =
                        new WebSocketService(company.certificates().server("ws.lakegate.test"));
                HttpClient client = HttpClient.newHttpClient()) {
            company.serve(Map.of("ws", service.port()));
            Laptop laptop = company.laptop(company.configuration() + """

                    [profile.acme.route.ws]
                    port = $PORT_WS
                    workspace = "ws.lakegate.test"
                    credential = "identity"
                    """);
            laptop.start();
            laptop.signIn("alice");
            WebSocket socket = client.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + laptop.localKey("ws"))
                    .buildAsync(URI.create("ws://127.0.0.1:" + laptop.port("ws") + "/echo"), new Heard(heard))
                    .join();
            socket.sendText("before", true).join();
            out.println("said at once: " + heard.poll(ANSWER.toSeconds(), TimeUnit.SECONDS));
            TimeUnit.MINUTES.sleep(minutes);
            socket.sendText("after", true).join();
            out.println("said after " + minutes + " minutes: " + heard.poll(ANSWER.toSeconds(), TimeUnit.SECONDS));
            socket.abort();
        }
    }

    private record Heard(BlockingQueue<String> messages) implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            messages.add(text.toString());
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            messages.add(failure.toString());
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            messages.add("closed with " + code);
            return null;
        }
    }
}
