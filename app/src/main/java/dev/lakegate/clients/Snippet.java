package dev.lakegate.clients;

import dev.lakegate.model.ClientSetupProblem.TlsPortNeeded;
import dev.lakegate.model.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A set-up of a client for one route, ready to paste. It names the file of the local key and never holds the key:
/// what is pasted into a notebook is shared and committed, and a file is there also where a notebook was started
/// from a menu, without the variables of a shell.
///
/// @param text ends with a line end
public record Snippet(Client client, LocalRoute route, String text) {
    private static final Pattern BLANK = Pattern.compile("\\{\\{([a-z_]+)}}");

    /// Throws a problem when the client insists on https and the route has no TLS port.
    public static Snippet of(Client client, LocalRoute route) throws ProblemException {
        if (insistsOnHttps(client) && route.tls().isEmpty()) {
            throw new ProblemException(new TlsPortNeeded(client.toString(), route.name()));
        }
        Map<String, String> values = values(route);
        String text =
                BLANK.matcher(template(client)).replaceAll(blank -> Matcher.quoteReplacement(value(values, blank)));
        return new Snippet(client, route, text);
    }

    /// Whether the client reaches a route by its TLS port alone.
    public static boolean insistsOnHttps(Client client) {
        return template(client).contains("{{tls_port}}");
    }

    private static Map<String, String> values(LocalRoute route) {
        Map<String, String> values = new HashMap<>();
        values.put("route", route.name().value());
        values.put("port", String.valueOf(route.port()));
        values.put("key_file", quoted(route.keyFile()));
        route.tls().ifPresent(tls -> {
            values.put("tls_port", String.valueOf(tls.port()));
            values.put("ca_file", quoted(tls.caFile()));
        });
        return values;
    }

    /// For between double quotes, which mean the same in all of the snippets' languages; Windows takes slashes too.
    private static String quoted(Path file) {
        return file.toString()
                .replace(file.getFileSystem().getSeparator(), "/")
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
    }

    private static String value(Map<String, String> values, MatchResult blank) {
        return Objects.requireNonNull(values.get(blank.group(1)), blank.group());
    }

    private static String template(Client client) {
        try (InputStream resource = Objects.requireNonNull(Snippet.class.getResourceAsStream(client.file()))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
