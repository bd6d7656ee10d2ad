package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.config.outbound.OutboundProxy;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where outbound proxies come from.
class NetworkSettingsTest {
    private static final String PROXY = "http://proxy.acme.example:3128";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"})
    void the_environment_names_a_proxy_where_the_configuration_names_none(String variable) throws Exception {
        NetworkSettings read = read("", Map.of(variable, PROXY + "/"));

        assertThat(read.proxy()).map(OutboundProxy::address).contains(PROXY);
        assertThat(read.proxy().orElseThrow().authorization()).isEmpty();
    }

    @Test
    void the_first_variable_counts_and_the_one_for_http_does_not() throws Exception {
        assertThat(read("", Map.of("HTTPS_PROXY", "http://first:1", "ALL_PROXY", "http://second:2"))
                        .proxy())
                .map(OutboundProxy::address)
                .contains("http://first:1");
        assertThat(read("", Map.of("HTTP_PROXY", PROXY)).proxy()).isEmpty();
    }

    @Test
    void a_variable_may_lack_the_scheme_and_the_port_and_hold_user_and_password() throws Exception {
        OutboundProxy bare =
                read("", Map.of("HTTPS_PROXY", "Proxy.acme.example")).proxy().orElseThrow();
        OutboundProxy full = read("", Map.of("HTTPS_PROXY", "http://ali%40ce:p%3As%2B+%20w@[2001:db8::1]:8080"))
                .proxy()
                .orElseThrow();

        assertThat(bare.address()).isEqualTo("http://proxy.acme.example:80");
        assertThat(full.address()).isEqualTo("http://[2001:db8::1]:8080");
        assertThat(full.user()).contains("ali@ce");
        assertThat(full.password()).contains(new Secret("p:s++ w"));
        // ali@ce:p:s++ w
        assertThat(full.authorization()).contains(new Secret("Basic YWxpQGNlOnA6cysrIHc="));
        assertThat(full.toString()).doesNotContain("p:s", "YWxp");
    }

    @Test
    void the_configuration_counts_before_the_environment_and_may_say_direct() throws Exception {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://elsewhere:1", "NO_PROXY", "from.environment.example");

        NetworkSettings set =
                read("[network]\nproxy = \"" + PROXY + "\"\nno_proxy = [\"acme.example\"]\n", environment);
        NetworkSettings half = read("[network]\nproxy = \"" + PROXY + "\"\n", environment);

        assertThat(set.proxy()).map(OutboundProxy::address).contains(PROXY);
        assertThat(set.noProxy().covers("acme.example", 443)).isTrue();
        assertThat(set.noProxy().covers("from.environment.example", 443)).isFalse();
        assertThat(half.noProxy().covers("from.environment.example", 443)).isTrue();
        assertThat(read("[network]\nproxy = \"direct\"\n", environment).proxy()).isEmpty();
    }

    @Test
    void the_administrators_proxy_counts_before_the_persons_and_the_environments() throws Exception {
        Files.writeString(folder.resolve("managed.toml"), "[network]\nproxy = \"http://managed:3128\"\n");

        assertThat(read("[network]\nproxy = \"" + PROXY + "\"\n", Map.of("HTTPS_PROXY", "http://elsewhere:1"))
                        .proxy())
                .map(OutboundProxy::address)
                .contains("http://managed:3128");
    }

    @Test
    void the_password_is_read_from_its_file() throws Exception {
        Files.writeString(folder.resolve("proxy-password"), "correct horse\n");

        OutboundProxy proxy = read("""
                        [network]
                        proxy = "http://alice@proxy.acme.example:3128"
                        proxy_password_file = "proxy-password"
                        """, Map.of()).proxy().orElseThrow();

        assertThat(proxy.password()).contains(new Secret("correct horse"));
        assertThat(proxy.address()).isEqualTo(PROXY);
    }

    @Test
    void all_that_is_malformed_is_told_at_once_and_no_password_with_it() {
        assertThat(problems("""
                        [network]
                        proxy = "socks5://alice:canary@proxy.acme.example:1080"
                        no_proxy = ["https://acme.example"]
                        proxy_password_file = "absent"
                        """, Map.of()))
                .contains("'network.proxy' is not valid", "such as \"http://proxy.example.com:3128\"")
                .contains("'network.no_proxy' is not valid", "10.0.0.0/8")
                .contains("'network.proxy_password_file' is nobody's password")
                .doesNotContain("canary");
        assertThat(problems(
                        "", Map.of("HTTPS_PROXY", "socks5://alice:canary@proxy:1", "no_proxy", "https://acme.example")))
                .contains("environment variable HTTPS_PROXY: 'HTTPS_PROXY' is no proxy", "network.proxy")
                .contains("environment variable no_proxy: 'NO_PROXY' is not a list of hosts")
                .doesNotContain("canary");
    }

    @Test
    void a_password_stands_in_a_file_alone() {
        assertThat(problems("[network]\nproxy = \"http://alice:canary@proxy.acme.example:3128\"\n", Map.of()))
                .contains("'network.proxy' is not valid", "network.proxy_password_file")
                .doesNotContain("canary");
        assertThat(problems("""
                        [network]
                        proxy = "http://alice@proxy.acme.example:3128"
                        proxy_password_file = "absent"
                        """, Map.of()))
                .contains("the password of the outbound proxy cannot be read", "does not exist");
    }

    @Test
    void the_environment_cannot_lead_the_files_password_elsewhere_nor_name_an_authority() {
        assertThat(problems(
                        "",
                        Map.of(
                                "LAKEGATE_NETWORK_PROXY", "http://alice@evil.example:1",
                                "LAKEGATE_NETWORK_PROXY_PASSWORD_FILE", "/etc/passwd",
                                "LAKEGATE_NETWORK_CA_FILES", "/tmp/evil.pem")))
                .contains("'network.proxy' may not come from the environment")
                .contains("'network.proxy_password_file' may not come from the environment")
                .contains("'network.ca_files' may not come from the environment");
    }

    @Test
    void the_password_of_the_file_goes_to_no_proxy_of_the_environment() {
        assertThat(problems(
                        "[network]\nproxy_password_file = \"secret\"\n",
                        Map.of("HTTPS_PROXY", "http://alice@evil.example:1")))
                .contains("'network.proxy_password_file' is nobody's password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "[::1]", "::1", "localhost."})
    void this_machine_is_always_called_directly(String host) throws Exception {
        NetworkSettings read = read("", Map.of("HTTPS_PROXY", PROXY));

        assertThat(read.proxyFor(host, 443)).isEmpty();
        assertThat(read.proxyFor("localhost.acme.example", 443)).isPresent();
        assertThat(read.proxyFor("128.0.0.1", 443)).isPresent();
    }

    @Test
    void a_program_with_another_configuration_asks_the_environment_alone() throws Exception {
        assertThat(ConfigurationLoader.networkOf(Map.of("HTTPS_PROXY", PROXY)).proxy())
                .map(OutboundProxy::address)
                .contains(PROXY);
        assertThat(catchThrowableOfType(
                        ProblemException.class,
                        () -> ConfigurationLoader.networkOf(Map.of("HTTPS_PROXY", "https://proxy:1"))))
                .hasMessageContaining("HTTPS_PROXY");
        assertThat(ConfigurationLoader.networkOf(Map.of())).isEqualTo(NetworkSettings.DIRECT);
    }

    private NetworkSettings read(String toml, Map<String, String> environment) throws Exception {
        Files.writeString(folder.resolve("lakegate.toml"), toml);
        Locations locations = new Locations(
                folder.resolve("lakegate.toml"),
                folder.resolve("state"),
                folder.resolve("s"),
                folder.resolve("managed.toml"));
        return new ConfigurationLoader(locations, new HashMap<>(environment), Map.of())
                .loadBeforeJoining()
                .network();
    }

    private String problems(String toml, Map<String, String> environment) {
        return Optional.ofNullable(catchThrowableOfType(ProblemException.class, () -> read(toml, environment)))
                .map(failure -> failure.problem().text().toString())
                .orElse("nothing was refused");
    }
}
