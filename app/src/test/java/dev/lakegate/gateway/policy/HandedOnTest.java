package dev.lakegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.model.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What laptops and HAProxy are handed as it stands is looked at before.
class HandedOnTest {
    @TempDir
    Path folder;

    @Test
    void a_field_that_no_laptop_knows_is_refused() throws IOException {
        assertThat(problems("[gateway]\nidentity_field = \"x-lakegate-identiti\"\n"))
                .anySatisfy(problem -> assertThat(problem.toString())
                        .contains("gateway.toml:2")
                        .contains("'identity_field' is not valid")
                        .contains("\"proxy-authorization\" or \"x-lakegate-identity\""));
        assertThat(problems("[gateway]\nidentity_field = \"x-lakegate-identity\"\n"))
                .noneMatch(problem -> problem.what().toString().contains("identity_field"));
    }

    @Test
    void a_peer_whose_name_haproxy_would_read_as_more_than_one_word_is_refused() throws IOException {
        assertThat(problems("[peers]\n\"gw1 10.0.0.9:1\\n peer x\" = \"10.0.0.1:10000\"\n"))
                .anySatisfy(problem -> assertThat(problem.what().toString()).endsWith("is not a host's name"));
        assertThat(problems("[peers]\n\"gw1.acme.example\" = \"10.0.0.1:10000\"\n"))
                .noneMatch(problem -> problem.what().toString().contains("gw1"));
    }

    private List<ConfigurationProblem> problems(String toml) throws IOException {
        Path policy = Files.writeString(folder.resolve("gateway.toml"), toml);
        return PolicyReader.read(policy, LocalDate.of(2026, 11, 25)).findings().problems();
    }
}
