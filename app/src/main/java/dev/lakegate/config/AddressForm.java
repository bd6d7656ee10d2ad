package dev.lakegate.config;

import dev.lakegate.model.Phrase;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/// The forms of hosts and addresses.
public final class AddressForm {
    private AddressForm() {}

    /// As DNS and certificates have it.
    public static Form<String> hostName() {
        Pattern pattern = Pattern.compile(
                "(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?" + "(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");
        return raw -> {
            if (raw instanceof String text && pattern.matcher(text).matches()) {
                return text;
            }
            throw new Form.Mismatch(Phrase.of("setting.write.host"));
        };
    }

    /// An origin (RFC 6454): https, host, perhaps a port, nothing else.
    public static Form<URI> httpsOrigin() {
        return raw -> {
            URI uri = uri(raw);
            if ("https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return URI.create("https://" + uri.getRawAuthority().toLowerCase(Locale.ROOT));
            }
            throw new Form.Mismatch(Phrase.of("setting.write.origin"));
        };
    }

    /// An issuer (OpenID Connect Discovery §3): https, or http where the provider runs on this very
    /// machine.
    public static Form<URI> issuer() {
        return secure(Phrase.of("setting.write.issuer"));
    }

    /// Where something of this machine is sent: https, or http where it stays on this very machine.
    ///
    /// @param what as the OpenTelemetry protocol calls it in its paths
    public static Form<URI> collector(String what) {
        return secure(Phrase.of("setting.write.collector", what));
    }

    private static Form<URI> secure(Phrase expected) {
        return raw -> {
            URI uri = uri(raw);
            boolean secure = "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(uri));
            if (secure
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null) {
                return uri;
            }
            throw new Form.Mismatch(expected);
        };
    }

    private static URI uri(Object raw) throws Form.Mismatch {
        try {
            return new URI(Form.text().parse(raw));
        } catch (URISyntaxException notOne) {
            throw new Form.Mismatch(Phrase.of("setting.write.address"));
        }
    }

    /// Only literal addresses: a name could be made to point elsewhere.
    public static boolean isLoopback(URI uri) {
        String host = uri.getHost();
        return host != null
                && (host.equals("[::1]")
                        || (host.matches("127(\\.[0-9]{1,3}){3}")
                                && InetAddress.ofLiteral(host).isLoopbackAddress()));
    }
}
