package dev.lakegate.network;

import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyRefused;
import dev.lakegate.model.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A connection to an outbound proxy made one to the host behind it (`CONNECT`, RFC 9110 §9.3.6).
public final class ConnectTunnel {
    private static final int MAX_BYTES = 16 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

    private ConnectTunnel() {}

    /// The request, which names the host and, to this proxy alone, who asks.
    ///
    /// @param authority the host's name and port
    public static byte[] request(OutboundProxy proxy, String authority) {
        String credentials = proxy.authorization()
                .map(Secret::reveal)
                .map(value -> "Proxy-Authorization: " + value + "\r\n")
                .orElse("");
        return ("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + credentials + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// Blocks until the proxy has answered; throws an [OutboundProxyFailure] when it does not let this through.
    ///
    /// @param connection to the proxy, which has a time limit for reading; nothing was sent on it
    public static void open(Socket connection, OutboundProxy proxy, String authority) throws IOException {
        connection.getOutputStream().write(request(proxy, authority));
        StringBuilder head = new StringBuilder();
        InputStream in = connection.getInputStream();
        // byte by byte: what follows is no longer the proxy's
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() == MAX_BYTES) {
                throw new EOFException("the outbound proxy " + proxy.address() + " did not answer");
            }
            head.append((char) next);
        }
        Matcher status = STATUS.matcher(head.substring(0, head.indexOf("\r\n")));
        if (!status.matches()) {
            throw new IOException("the outbound proxy " + proxy.address() + " does not answer in HTTP");
        }
        if (!status.group(1).startsWith("2")) {
            throw new OutboundProxyFailure(
                    new OutboundProxyRefused(proxy.address(), authority, Integer.parseInt(status.group(1))));
        }
    }
}
