package dev.lakegate;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import dev.lakegate.network.HttpCalls;
import dev.lakegate.network.TrustRoots;
import dev.lakegate.telemetry.otlp.Collector;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A collector of the settings, called as everything else that leaves this machine: over an outbound proxy where
/// there is one, believed for the same authorities.
///
/// @param authorizationFile holds the value of the field `Authorization`
record OtlpCollector(URI address, Optional<Path> authorizationFile, HttpCalls calls)
        implements Collector, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LONGEST_AUTHORIZATION = 8_192;
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\x21-\\x7e][\\x20-\\x7e]*");

    static OtlpCollector at(URI address, Optional<Path> authorizationFile, NetworkSettings network)
            throws ProblemException {
        TrustRoots roots = TrustRoots.with(network, Optional.empty());
        return new OtlpCollector(address, authorizationFile, new HttpCalls(roots, network, PATIENCE));
    }

    @Override
    public void send(byte[] message) throws IOException {
        Map<String, List<String>> fields = new HashMap<>();
        fields.put("Content-Type", List.of("application/x-protobuf"));
        if (authorizationFile.isPresent()) {
            Secret authorization = authorization(authorizationFile.get());
            fields.put("Authorization", List.of(authorization.reveal()));
        }
        HttpCalls.Answer answer = calls.send("POST", address, fields, message);
        if (answer.status() / 100 != 2) {
            throw new IOException("it answered with status " + answer.status());
        }
    }

    /// Read each time, so that it can be changed while the program runs.
    private static Secret authorization(Path file) throws IOException {
        if (Files.size(file) <= LONGEST_AUTHORIZATION) {
            String value = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
            if (FIELD_VALUE.matcher(value).matches()) {
                return new Secret(value);
            }
        }
        throw new IOException(file + " has to hold the value of the field Authorization alone, on one line");
    }

    @Override
    public void close() {
        calls.close();
    }
}
