package dev.lakegate.proxy;

import dev.lakegate.proxy.upstream.Http2;
import dev.lakegate.proxy.upstream.SharedSelectors;
import java.security.KeyStore;
import java.time.Duration;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/// What a listener speaks: HTTP/1.1, and HTTP/2 for those who begin with it, as gRPC does; with TLS or without.
final class ListenerProtocols {
    /// As long as clients of warehouses wait.
    static final Duration IDLE_TIMEOUT = Duration.ofMinutes(15);

    /// Whoever connects while so many wait for the program is told nothing, and tries again a second later.
    static final int MOST_UNACCEPTED = 1024;

    /// What the gateway takes is 60 KB, the tokens included.
    private static final int REQUEST_HEADER_BYTES = 48 * 1024;
    private static final int RESPONSE_HEADER_BYTES = 64 * 1024;
    /// The most that the pool of buffers keeps. The JDK's records of TLS 1.3 take 16,367 bytes: what was read by 16 KB
    /// went up as two records each, and a body of 64 KB took a third more of the processor.
    private static final int INPUT_BYTES = 64 * 1024;
    private static final int OUTPUT_BYTES = 32 * 1024;

    /// Jetty's of 1024 takes 98 KB of each connection that has sent a request, as long as it is open.
    private static final int NO_HEADER_CACHE = 0;

    private static final int MOST_STREAMS = 1024;
    private static final int STREAM_WINDOW_BYTES = 1 << 20;
    private static final int SESSION_WINDOW_BYTES = 8 << 20;
    /// Pings, resets and settings of a client who is this machine's own.
    private static final int MOST_CONTROLS_A_SECOND = 10_000;

    private ListenerProtocols() {}

    /// HTTP/2 by prior knowledge (RFC 9113 §3.3).
    ///
    /// @param selectors of its connections
    static ConnectionFactory[] plain(SharedSelectors selectors) {
        HttpConfiguration configuration = configuration();
        return new ConnectionFactory[] {http1(configuration), tuned(new PriorKnowledge(configuration, selectors))};
    }

    /// HTTP/2 by ALPN (RFC 7301).
    ///
    /// @param identity  the certificate and its key
    /// @param selectors of its connections
    static ConnectionFactory[] overTls(KeyStore identity, SharedSelectors selectors) {
        HttpConfiguration configuration = configuration();
        // without its comparison of names with the certificate: which names are answered to is for Admission to say
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http1 = http1(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory("h2", http1.getProtocol());
        alpn.setDefaultProtocol(http1.getProtocol());
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(identity);
        tls.setKeyStorePassword(LocalCertificate.password());
        tls.setSniRequired(false);
        return new ConnectionFactory[] {
            new SslConnectionFactory(tls, alpn.getProtocol()), alpn, tuned(new ByAlpn(configuration, selectors)), http1
        };
    }

    private static HttpConnectionFactory http1(HttpConfiguration configuration) {
        // its own, as HTTP/2's factory sets what it reads at once for whoever has the same
        HttpConnectionFactory http1 = new HttpConnectionFactory(new HttpConfiguration(configuration));
        http1.setInputBufferSize(INPUT_BYTES);
        return http1;
    }

    private static ConnectionFactory tuned(AbstractHTTP2ServerConnectionFactory http2) {
        // by prior knowledge it is handed all that HTTP/1.1 has read at once, and has to have room for it
        http2.setInputBufferSize(INPUT_BYTES);
        http2.setMaxConcurrentStreams(MOST_STREAMS);
        http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
        http2.setInitialSessionRecvWindow(SESSION_WINDOW_BYTES);
        http2.setStreamIdleTimeout(IDLE_TIMEOUT.toMillis());
        http2.setRateControlFactory(new WindowRateControl.Factory(MOST_CONTROLS_A_SECOND));
        return http2;
    }

    /// Java's own client asks every server to upgrade to `h2c`, which RFC 9113 has given up: it stays with
    /// HTTP/1.1.
    private static final class PriorKnowledge extends HTTP2CServerConnectionFactory {
        private final SharedSelectors selectors;

        PriorKnowledge(HttpConfiguration configuration, SharedSelectors selectors) {
            super(configuration);
            this.selectors = selectors;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return Http2.over(endPoint, selectors, end -> super.newConnection(connector, end));
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            return new HTTPServerSessionListener(endPoint) {
                @Override
                public void onClosed(Stream stream) {
                    closed(stream, this);
                }
            };
        }

        @Override
        public @Nullable Connection upgradeConnection(
                Connector connector, EndPoint endPoint, MetaData.Request request, HttpFields.Mutable response) {
            return HttpMethod.PRI.is(request.getMethod())
                    ? super.upgradeConnection(connector, endPoint, request, response)
                    : null;
        }
    }

    /// A stream that Jetty itself has reset, as for a body that is not as long as its `content-length` says (RFC 9113
    /// §8.1.1): nobody is told who waits for more of that body, unless it is told here.
    private static void closed(Stream stream, Stream.Listener listener) {
        if (stream.isReset()) {
            listener.onReset(stream, new ResetFrame(stream.getId(), ErrorCode.PROTOCOL_ERROR.code), Callback.NOOP);
        }
    }

    private static final class ByAlpn extends HTTP2ServerConnectionFactory {
        private final SharedSelectors selectors;

        ByAlpn(HttpConfiguration configuration, SharedSelectors selectors) {
            super(configuration);
            this.selectors = selectors;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return Http2.over(endPoint, selectors, end -> super.newConnection(connector, end));
        }

        @Override
        protected ServerSessionListener newSessionListener(Connector connector, EndPoint endPoint) {
            return new HTTPServerSessionListener(endPoint) {
                @Override
                public void onClosed(Stream stream) {
                    closed(stream, this);
                }
            };
        }
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(false);
        configuration.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        configuration.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
        configuration.setOutputBufferSize(OUTPUT_BYTES);
        configuration.setHeaderCacheSize(NO_HEADER_CACHE);
        // paths go up byte for byte; each decision here is made on those bytes, the gateway makes its own
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(HttpCompliance.STRICT);
        return configuration;
    }
}
