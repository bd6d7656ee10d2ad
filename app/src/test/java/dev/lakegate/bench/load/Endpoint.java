package dev.lakegate.bench.load;

import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// Where requests are sent, on 127.0.0.1.
///
/// @param tls    by which the load speaks TLS itself; empty where it speaks plain HTTP to a proxy
/// @param fields of each request, `Name: value`
public record Endpoint(int port, Optional<SSLContext> tls, List<String> fields) {
    /// As in an address.
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    /// The head of a request of HTTP/1.1 up to the empty line.
    String head(String method, String path) {
        return method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n";
    }
}
