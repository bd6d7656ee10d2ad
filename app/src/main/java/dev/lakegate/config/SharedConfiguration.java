package dev.lakegate.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/// A configuration file as it may be shown to strangers: every key, and the values of a list of keys. All other
/// values are `***`, comments are left out.
public final class SharedConfiguration {
    /// The last words of keys whose values say nothing of the person: hosts, names of the company's own,
    /// choices.
    public static final Set<String> SHOWN = Set.of(
            "max_file_size",
            "keep",
            "keep_files",
            "keep_size",
            "on_failure",
            "query_names",
            "store",
            "proxy",
            "no_proxy",
            "provider",
            "issuer",
            "client_id",
            "audience",
            "gateway",
            "gateways",
            "audience_parameter",
            "identity_token",
            "identity_field",
            "scopes",
            "prompt",
            "max_age",
            "acr_values",
            "device_grant",
            "redirect_ports",
            "sign_in_timeout",
            "port",
            "workspace",
            "credential",
            "service_principal");

    private static final String HIDDEN = "***";

    /// A key that could be a setting's; what is none may be anything.
    private static final Pattern KEY = Pattern.compile("[a-z_]{1,24}");

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

    /// What a value that is shown may look like; a token put into the wrong place does not.
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9 .:/_*+-]{0,100}");

    private static final Pattern TOKEN = Pattern.compile("(?:eyJ|dapi|lgk_|dose).*|[A-Za-z0-9+/_-]{33,}");

    private SharedConfiguration() {}

    /// One line a setting, in the form of TOML. Blocks on the disk.
    public static String of(Path file) {
        if (Files.notExists(file)) {
            return "# there is no such file\n";
        }
        TomlParseResult toml;
        try {
            toml = Toml.parse(file);
        } catch (IOException failure) {
            return "# the file cannot be read\n";
        }
        List<String> lines = new ArrayList<>();
        // its message may quote the file
        toml.errors()
                .forEach(error ->
                        lines.add("# not TOML at line " + error.position().line()));
        for (List<String> key : toml.keyPathSet()) {
            lines.add(line(key, Objects.requireNonNull(toml.get(key))));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String line(List<String> key, Object value) {
        boolean known = key.size() > 1 && SHOWN.contains(key.getLast());
        return String.join(".", key.stream().map(SharedConfiguration::part).toList()) + " = "
                + (known ? shown(value) : '"' + HIDDEN + '"');
    }

    private static String part(String word) {
        return (KEY.matcher(word).matches() || NAME.matcher(word).matches())
                        && !TOKEN.matcher(word).matches()
                ? word
                : '"' + HIDDEN + '"';
    }

    private static String shown(Object value) {
        return switch (value) {
            case String text -> '"' + text(text) + '"';
            case TomlArray list ->
                list.toList().stream().map(SharedConfiguration::shown).toList().toString();
            case Long number -> number.toString();
            case Boolean choice -> choice.toString();
            default -> '"' + HIDDEN + '"';
        };
    }

    private static String text(String text) {
        String told = text.contains("://") ? withoutSecrets(text) : text;
        return VALUE.matcher(told).matches() && !TOKEN.matcher(told).matches() ? told : HIDDEN;
    }

    /// An address less what may be secret in it: user, password, query and fragment.
    private static String withoutSecrets(String address) {
        try {
            URI uri = URI.create(address);
            String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
            return uri.getHost() == null
                    ? HIDDEN
                    : uri.getScheme() + "://" + uri.getHost() + port + (uri.getPath() == null ? "" : uri.getPath());
        } catch (IllegalArgumentException malformed) {
            return HIDDEN;
        }
    }
}
