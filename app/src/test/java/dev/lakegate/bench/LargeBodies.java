package dev.lakegate.bench;

import dev.lakegate.bench.load.Curl;
import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// One body of a gigabyte, one way.
abstract sealed class LargeBodies implements Case {
    static final long BYTES = 1L << 30;

    private static final double MEGA = 1e6;

    final Curl curl;

    private LargeBodies(Curl curl) {
        this.curl = curl;
    }

    /// From the upstream.
    static final class Down extends LargeBodies {
        Down(Curl curl) {
            super(curl);
        }

        @Override
        public String id() {
            return "download";
        }

        @Override
        public String about() {
            return "One body of 1 GiB to curl, its length told.";
        }

        @Override
        double seconds(Peer peer) throws Exception {
            return curl.download(peer.endpoint(), "/service/bytes/" + BYTES, BYTES);
        }
    }

    /// To the upstream.
    static final class Up extends LargeBodies {
        private final Path file;

        /// @param file is made, a hole that takes no room
        Up(Curl curl, Path file) throws IOException {
            super(curl);
            this.file = file;
            try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
                hole.setLength(BYTES);
            }
        }

        @Override
        public String id() {
            return "upload";
        }

        @Override
        public String about() {
            return "One body of 1 GiB from curl, its length told; answered when the last byte has come.";
        }

        @Override
        double seconds(Peer peer) throws Exception {
            return curl.upload(peer.endpoint(), "/service/sink/up", file);
        }
    }

    abstract double seconds(Peer peer) throws Exception;

    @Override
    public void warm(Peer peer) throws Exception {
        seconds(peer);
    }

    @Override
    public Map<Measure, Double> measure(Peer peer) throws Exception {
        Duration before = peer.cpu();
        double seconds = seconds(peer);
        double spent = peer.cpu().minus(before).toNanos() / 1e9;
        Map<Measure, Double> figures = new LinkedHashMap<>();
        figures.put(Measure.higher("throughput", "MB/s"), BYTES / MEGA / seconds);
        if (peer.kind() != Kind.DIRECT) {
            figures.put(Measure.lower("CPU", "s/GiB"), spent);
            figures.put(Measure.lower("memory after", "MB"), peer.residentKilobytes() / 1e3);
        }
        return figures;
    }
}
