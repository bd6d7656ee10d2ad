package dev.lakegate.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// curl, for bodies that are large.
public final class Curl {
    private final Path folder;

    /// Runs nothing yet.
    ///
    /// @param folder for its options, which hold the fields
    public Curl(Path folder) {
        this.folder = folder;
    }

    /// Takes a body in and throws it away.
    ///
    /// @return in seconds
    public double download(Endpoint endpoint, String path, long bytes) throws IOException, InterruptedException {
        return run(endpoint, path, "size_download", bytes, List.of());
    }

    /// Sends a file.
    ///
    /// @return in seconds
    public double upload(Endpoint endpoint, String path, Path file) throws IOException, InterruptedException {
        return run(
                endpoint,
                path,
                "size_upload",
                Files.size(file),
                List.of("--upload-file", file.toString(), "--header", "Expect:"));
    }

    private double run(Endpoint endpoint, String path, String size, long bytes, List<String> more)
            throws IOException, InterruptedException {
        Path fields = Files.writeString(
                folder.resolve("curl.fields"), endpoint.fields().stream().collect(Collectors.joining("\n")));
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--fail",
                "--insecure",
                "--http1.1",
                "--output",
                "/dev/null",
                "--write-out",
                "%{" + size + "} %{time_total}",
                "--header",
                "@" + fields,
                endpoint.scheme() + "://127.0.0.1:" + endpoint.port() + path));
        command.addAll(more);
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String[] seen = said.split(" ", -1);
        if (curl.waitFor() != 0 || seen.length != 2 || Long.parseLong(seen[0]) != bytes) {
            throw new IOException("curl did not carry " + bytes + " bytes: " + said);
        }
        return Double.parseDouble(seen[1]);
    }
}
