package dev.lakegate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lakegate.model.ProblemException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// To whom traces may be sent, and how many.
class TracesSettingsTest {
    @TempDir
    Path folder;

    @Test
    void nobody_gets_them_unless_asked_for() throws Exception {
        assertThat(read("", Map.of()).areOff()).isTrue();
        assertThat(read("sampled = 1\n", Map.of()).areOff()).isTrue();
    }

    @Test
    void an_address_a_share_and_a_key() throws Exception {
        TracesSettings settings = read("""
                otlp = "https://collector.acme.example/v1/traces"
                sampled = 0.25
                otlp_authorization_file = "collector-key"
                """, Map.of());

        assertThat(settings)
                .isEqualTo(new TracesSettings(
                        Optional.of(URI.create("https://collector.acme.example/v1/traces")),
                        0.25,
                        Optional.of(folder.resolve("collector-key"))));
        assertThat(settings.areOff()).isFalse();
        assertThat(read("sampled = 1\n", Map.of()).sampled()).isEqualTo(1);
        assertThat(read("", Map.of("LAKEGATE_TRACES_SAMPLED", "0.5")).sampled()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.1", "2", "nan", "inf", "\"all\"", "true"})
    void what_is_no_share_of_one_is_a_fault(String share) {
        assertThat(catchThrowable(() -> read("sampled = " + share + "\n", Map.of())))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("'traces.sampled' is not valid")
                .hasMessageContaining("a number from 0 to 1");
    }

    @Test
    void all_faults_are_told_at_once() {
        assertThat(catchThrowable(() -> read("""
                        otlp = "http://collector.acme.example/v1/traces"
                        sampled = 10
                        """, Map.of("LAKEGATE_TRACES_OTLP_AUTHORIZATION_FILE", "key"))))
                .hasMessageContaining("https://collector.example.com/v1/traces")
                .hasMessageContaining("'traces.sampled' is not valid")
                .hasMessageContaining("'traces.otlp_authorization_file' may not come from the environment");
    }

    @Test
    void a_key_for_nobody_is_a_fault() {
        assertThat(catchThrowable(() -> read("otlp_authorization_file = \"key\"\n", Map.of())))
                .hasMessageContaining("'traces.otlp_authorization_file' is sent to nobody");
    }

    private TracesSettings read(String traces, Map<String, String> environment) throws Exception {
        Path file = folder.resolve("lakegate.toml");
        Files.writeString(file, "[traces]\n" + traces + """
                [profile.acme]
                issuer = "https://id.acme.example"
                client_id = "lakegate"
                audience = "urn:acme:gateway"
                gateway = "https://gateway.acme.example"
                [profile.acme.route.prod]
                port = 8765
                """);
        Locations locations =
                new Locations(file, folder.resolve("state"), folder.resolve("s"), folder.resolve("managed.toml"));
        return new ConfigurationLoader(locations, environment, Map.of()).load().traces();
    }
}
