package dev.lakegate.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/// Bodies of gigabytes through the built program, both ways: whole, and without its memory growing with them.
final class LargeBodies {
    private static final long GIGABYTE = 1_000_000_000L;
    private static final int BLOCK = 1 << 16;

    private LargeBodies() {}

    static void measure(Path folder, int gigabytes, PrintStream out) throws Exception {
        long bytes = gigabytes * GIGABYTE;
        try (Sandbox sandbox = Sandbox.start(folder);
                Program program = Program.start(sandbox, folder, false);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            if (program.lakegate("login").status() != 0) {
                throw new IOException("nobody is signed in");
            }
            transfer(client, program, GIGABYTE / 10);
            long before = program.residentKilobytes();
            long begun = System.nanoTime();
            boolean down = transfer(client, program, bytes);
            long between = System.nanoTime();
            String sent = upload(client, program, bytes);
            long ended = System.nanoTime();
            out.printf(
                    """
                    | %d GB | whole | MB/s, all on this machine |
                    |---|---|---|
                    | down | %s | %d |
                    | up, in chunks | %s | %d |

                    Resident memory of the program: %d MB before, %d MB after, %d MB at most.
                    """,
                    gigabytes,
                    down,
                    bytes * 1_000 / (between - begun),
                    sent,
                    bytes * 1_000 / (ended - between),
                    before / 1024,
                    program.residentKilobytes() / 1024,
                    program.mostResidentKilobytes() / 1024);
        }
    }

    /// Whether all of it came, each byte in its place.
    private static boolean transfer(HttpClient client, Program program, long bytes) throws Exception {
        HttpResponse<InputStream> answer = client.send(
                request(program, "/sandbox/bytes?n=" + bytes).build(), HttpResponse.BodyHandlers.ofInputStream());
        byte[] block = new byte[BLOCK];
        long seen = 0;
        try (InputStream body = answer.body()) {
            for (int read = body.read(block); read >= 0; read = body.read(block)) {
                for (int at = 0; at < read; at += 997) {
                    int inPeriod = (int) ((seen + at) % 65_521);
                    if (block[at] != (byte) (inPeriod * 31 + (inPeriod >> 8))) {
                        return false;
                    }
                }
                seen += read;
            }
        }
        return seen == bytes;
    }

    /// Whether the workspace has seen the same bytes.
    private static String upload(HttpClient client, Program program, long bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        BodyPublisher body = BodyPublishers.ofInputStream(() -> new Zeros(bytes, digest));
        HttpResponse<String> answer = client.send(
                request(program, "/sandbox/digest").POST(body).build(), HttpResponse.BodyHandlers.ofString());
        var seen = JsonMapper.shared().readTree(answer.body());
        return String.valueOf(seen.path("length").asLong() == bytes
                && seen.path("sha256").asString().equals(HexFormat.of().formatHex(digest.digest())));
    }

    private static HttpRequest.Builder request(Program program, String target) throws IOException {
        SteadyLoad.Target at = program.target("prod", target);
        return HttpRequest.newBuilder(URI.create(at.address().toString()))
                .header("Authorization", "Bearer " + at.localKey());
    }

    /// So many zeros, digested as they are read.
    private static final class Zeros extends InputStream {
        private final MessageDigest digest;
        private long left;

        Zeros(long bytes, MessageDigest digest) {
            this.left = bytes;
            this.digest = digest;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left == 0) {
                return -1;
            }
            int read = (int) Math.min(left, length);
            Arrays.fill(into, from, from + read, (byte) 0);
            digest.update(into, from, read);
            left -= read;
            return read;
        }
    }
}
