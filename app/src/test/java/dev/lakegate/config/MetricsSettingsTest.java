package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// To whom the metrics may be given, and to whom not.
class MetricsSettingsTest {
    @TempDir
    Path folder;

    @Test
    void nobody_gets_them_unless_asked_for() throws Exception {
        assertThat(read("", Map.of()).areOff()).isTrue();
        assertThat(read("otlp_interval = \"10s\"\n", Map.of()).areOff()).isTrue();
    }

    @Test
    void a_port_an_address_or_both() throws Exception {
        MetricsSettings settings = read("""
                prometheus_port = 9464
                otlp = "https://collector.acme.example/v1/metrics"
                otlp_interval = "30s"
                otlp_authorization_file = "collector-key"
                """, Map.of());

        assertThat(settings)
                .isEqualTo(new MetricsSettings(
                        Optional.of(9464),
                        Optional.of(URI.create("https://collector.acme.example/v1/metrics")),
                        Duration.ofSeconds(30),
                        Optional.of(folder.resolve("collector-key"))));
        assertThat(read("otlp = \"http://127.0.0.1:4318/v1/metrics\"\n", Map.of())
                        .areOff())
                .isFalse();
        assertThat(read("", Map.of("LAKEGATE_METRICS_PROMETHEUS_PORT", "9464")).prometheusPort())
                .contains(9464);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://collector.acme.example/v1/metrics",
                "http://localhost:4318/v1/metrics",
                "collector.acme.example:4317",
                "https://user:password@collector.acme.example/v1/metrics",
                "grpc://collector.acme.example"
            })
    void what_would_leave_the_machine_unencrypted_is_no_address(String address) {
        assertThat(catchThrowable(() -> read("otlp = \"" + address + "\"\n", Map.of())))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'metrics.otlp' is not valid")
                .hasMessageContaining("https://collector.example.com/v1/metrics");
    }

    @Test
    void the_environment_cannot_have_them_sent_anywhere() {
        assertThat(catchThrowable(() -> read("", Map.of("LAKEGATE_METRICS_OTLP", "https://evil.example/"))))
                .hasMessageContaining("'metrics.otlp' may not come from the environment");
    }

    @Test
    void the_port_of_a_route_is_none_for_the_metrics() {
        assertThat(catchThrowable(() -> read("prometheus_port = 8765\n", Map.of())))
                .hasMessageContaining("lakegate.toml:2")
                .hasMessageContaining("port 8765 is the port of route 'prod' too");
        assertThat(catchThrowable(() -> read("prometheus_port = 8775\n", Map.of())))
                .hasMessageContaining("port 8775 is the port of route 'prod' too");
    }

    @Test
    void a_key_for_nobody_is_a_fault() {
        assertThat(catchThrowable(() -> read("otlp_authorization_file = \"key\"\n", Map.of())))
                .hasMessageContaining("'metrics.otlp_authorization_file' is sent to nobody");
    }

    private MetricsSettings read(String metrics, Map<String, String> environment) throws Exception {
        Path file = folder.resolve("lakegate.toml");
        Files.writeString(file, "[metrics]\n" + metrics + """
                [profile.acme]
                issuer = "https://id.acme.example"
                client_id = "lakegate"
                audience = "urn:acme:gateway"
                gateway = "https://gateway.acme.example"
                [profile.acme.route.prod]
                port = 8765
                tls_port = 8775
                """);
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
        return new ConfigurationLoader(locations, environment, Map.of()).load().metrics();
    }
}
