package dev.lakegate.proxy.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakegate.sandbox.Certificates.ServerCertificate;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLServerSocket;

/// A server of the company's own with pages for people, byte by byte: it sets cookies, keeps count of what is done,
/// sends its own address in redirects and speaks WebSocket.
final class Ui implements AutoCloseable {
    static final String HOST = "ui.lakegate.test";
    static final String SESSION = "uis_3f1c5a7b9d2e4f60";

    private final SSLServerSocket listener;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    /// What came from the gateway.
    record Received(String method, String target, Map<String, String> fields, String body) {
        String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    Ui(ServerCertificate certificate) throws IOException {
        listener = (SSLServerSocket) certificate
                .serving()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.startVirtualThread(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    Thread.startVirtualThread(() -> serve(client));
                } catch (IOException closed) {
                    // the loop ends
                }
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    List<Received> received(String target) {
        return received.stream().filter(each -> each.target.equals(target)).toList();
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                Received request = read(in);
                if (request.field("Upgrade").equals("websocket")) {
                    converse(request, in, out);
                    return;
                }
                out.write(answer(request).getBytes(UTF_8));
                out.flush();
            }
        } catch (IOException gone) {
            // a health check, or a connection that is not needed any more
        }
    }

    private Received read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", -1);
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(fields.getOrDefault("Content-Length", "0"));
        Received request = new Received(first[0], first[1], fields, new String(in.readNBytes(length), UTF_8));
        received.add(request);
        return request;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String answer(Received request) {
        return switch (request.target.split("\\?", 2)[0]) {
            case "/" -> answer("200 OK", "text/html", "<!doctype html><title>ui</title><h1>The UI</h1>", cookies());
            case "/whoami" ->
                answer(
                        "200 OK",
                        "application/json",
                        "{\"cookie\":\"%s\",\"user\":\"%s\"}"
                                .formatted(request.field("Cookie"), request.field("X-Forwarded-User")));
            case "/act" -> answer("200 OK", "text/plain", request.method + " " + request.body);
            case "/away" -> answer("302 Found", "text/plain", "", "Location: https://" + HOST + "/landed");
            case "/landed" -> answer("200 OK", "text/html", "<!doctype html><h1>Landed</h1>");
            case "/forget" -> answer("200 OK", "text/plain", "", "Set-Cookie: session=; Path=/; Max-Age=0");
            default -> answer("404 Not Found", "text/plain", "");
        };
    }

    private static String[] cookies() {
        return new String[] {
            "Set-Cookie: session=" + SESSION + "; Path=/; HttpOnly; Secure; SameSite=Lax",
            "Set-Cookie: _xsrf=2|token; Path=/; Domain=" + HOST,
            "Set-Cookie: theme=dark; Path=/; Max-Age=3600",
            "Set-Cookie: foreign=1; Path=/; Domain=evil.example"
        };
    }

    private static String answer(String status, String type, String body, String... fields) {
        List<String> lines = new ArrayList<>(List.of("HTTP/1.1 " + status, "Content-Type: " + type));
        lines.add("Content-Length: " + body.getBytes(UTF_8).length);
        lines.addAll(List.of(fields));
        return String.join("\r\n", lines) + "\r\n\r\n" + body;
    }

    /// RFC 6455: short texts come back in capitals.
    private static void converse(Received opening, InputStream in, OutputStream out) throws IOException {
        out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Set-Cookie: socket=open; Path=/\r\n"
                        + "Sec-WebSocket-Accept: " + accept(opening.field("Sec-WebSocket-Key")) + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        out.flush();
        while ((in.read() & 0x0f) == 1) {
            byte[] mask = new byte[4];
            int length = in.read() & 0x7f;
            in.readNBytes(mask, 0, 4);
            byte[] text = in.readNBytes(length);
            for (int at = 0; at < length; at++) {
                text[at] ^= mask[at % 4];
            }
            byte[] louder = new String(text, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
            out.write(0x81);
            out.write(louder.length);
            out.write(louder);
            out.flush();
        }
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
