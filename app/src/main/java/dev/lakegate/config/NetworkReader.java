package dev.lakegate.config;

import static dev.lakegate.config.SettingReader.Trust.ANYWHERE;
import static dev.lakegate.config.SettingReader.Trust.NOT_FROM_ENVIRONMENT;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.NoProxy;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Reason;
import dev.lakegate.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads `[network]`, and the variables by which all programs are told of proxies where it says nothing of
/// them.
final class NetworkReader {
    private static final String DIRECT = "direct";
    private static final int MOST_BYTES = 4_096;

    private final SettingReader reader;
    private final Path folder;
    private final Map<String, String> environment;

    /// @param folder from which relative paths count
    NetworkReader(SettingReader reader, Path folder, Map<String, String> environment) {
        this.reader = reader;
        this.folder = folder;
        this.environment = environment;
    }

    NetworkSettings read() {
        // the environment's own variables say which proxy; this one would bring the file's password to any
        Optional<Optional<OutboundProxy>> configured =
                reader.optional("network.proxy", NOT_FROM_ENVIRONMENT, NetworkReader::proxy);
        Optional<Path> passwordFile =
                reader.optional("network.proxy_password_file", NOT_FROM_ENVIRONMENT, Form.path(folder));
        Optional<NoProxy> noProxy = reader.optional("network.no_proxy", ANYWHERE, NetworkReader::noProxy);
        List<Path> caFiles = reader.optional(
                        "network.ca_files", NOT_FROM_ENVIRONMENT, Form.listOf(Form.readableFile(folder)))
                .orElse(List.of());
        Optional<OutboundProxy> proxy = reader.isSet("network.proxy")
                ? withPassword(configured.flatMap(either -> either), passwordFile)
                : proxyOfTheEnvironment();
        if (!reader.isSet("network.proxy")) {
            reader.byDefault("network.proxy", proxy.map(OutboundProxy::address).orElse(DIRECT));
        }
        if (passwordFile.isPresent()
                && configured
                        .flatMap(either -> either)
                        .flatMap(OutboundProxy::user)
                        .isEmpty()) {
            reader.report(
                    reader.originOf("network.proxy_password_file"),
                    Phrase.of("setting.proxy_password"),
                    Phrase.of("setting.proxy_password.remedy"));
        }
        return new NetworkSettings(proxy, noProxy.orElseGet(this::noProxyOfTheEnvironment), caFiles);
    }

    /// The address, or the word for none.
    private static Optional<OutboundProxy> proxy(Object raw) throws Form.Mismatch {
        String text = Form.text().parse(raw);
        if (text.equals(DIRECT)) {
            return Optional.empty();
        }
        try {
            OutboundProxy proxy = OutboundProxy.parse(text);
            if (proxy.password().isPresent()) {
                throw new Form.Mismatch(Phrase.of("setting.write.proxy_password"));
            }
            return Optional.of(proxy);
        } catch (OutboundProxy.Malformed malformed) {
            throw new Form.Mismatch(Phrase.of("setting.write.proxy"));
        }
    }

    private static NoProxy noProxy(Object raw) throws Form.Mismatch {
        try {
            return NoProxy.parse(Form.listOf(Form.text()).parse(raw));
        } catch (NoProxy.Malformed malformed) {
            throw new Form.Mismatch(Phrase.of("setting.write.no_proxy"));
        }
    }

    private Optional<OutboundProxy> withPassword(Optional<OutboundProxy> proxy, Optional<Path> file) {
        if (proxy.flatMap(OutboundProxy::user).isEmpty() || file.isEmpty()) {
            return proxy;
        }
        return password(file.get()).map(proxy.get()::with);
    }

    /// Empty only after a problem was reported.
    private Optional<Secret> password(Path file) {
        Phrase reason;
        try {
            String content =
                    Files.size(file) > MOST_BYTES ? "" : Files.readString(file).strip();
            if (!content.isEmpty() && !content.contains("\n")) {
                return Optional.of(new Secret(content));
            }
            reason = Phrase.of("setting.proxy_password_unreadable.form");
        } catch (IOException failure) {
            reason = Phrase.verbatim(Reason.of(failure));
        }
        reader.report(
                reader.originOf("network.proxy_password_file"),
                Phrase.of("setting.proxy_password_unreadable", file.toString(), reason),
                Phrase.of("setting.proxy_password_unreadable.remedy"));
        return Optional.empty();
    }

    private Optional<OutboundProxy> proxyOfTheEnvironment() {
        for (String variable : List.of("HTTPS_PROXY", "ALL_PROXY")) {
            Optional<String> value = NoProxy.variable(environment, variable);
            if (value.isPresent()) {
                try {
                    return Optional.of(OutboundProxy.parse(value.get().strip()));
                } catch (OutboundProxy.Malformed malformed) {
                    reader.report(
                            origin(variable),
                            Phrase.of("setting.environment_proxy", variable),
                            Phrase.of("setting.environment_proxy.remedy"));
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private NoProxy noProxyOfTheEnvironment() {
        NoProxy.variable(environment, "NO_PROXY").ifPresent(hosts -> reader.byDefault("network.no_proxy", hosts));
        try {
            return NoProxy.of(environment);
        } catch (NoProxy.Malformed malformed) {
            reader.report(
                    origin("NO_PROXY"),
                    Phrase.of("setting.environment_no_proxy"),
                    Phrase.of("setting.environment_no_proxy.remedy"));
            return NoProxy.NOBODY;
        }
    }

    private Phrase origin(String variable) {
        return Phrase.of(
                "setting.at.variable",
                Stream.of(variable, variable.toLowerCase(Locale.ROOT))
                        .filter(environment::containsKey)
                        .findFirst()
                        .orElse(variable));
    }
}
