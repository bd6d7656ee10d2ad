package dev.lakegate.session.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the administrator's file says about joining, and nobody else's may.
class ManagedJoinIT extends WithGateway {

    @Test
    void yes_without_a_pin_is_wrong_usage() {
        offers();

        Outcome refused = join("", "--yes");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("join_not_pinned", "join.gateways", "Answer at a terminal");
        assertThat(join("").err()).contains("there is nobody to ask here; answer at a terminal", "join.gateways");
        assertThat(locations.configFile()).doesNotExist();
    }

    @Test
    void yes_with_a_pin_asks_nobody_and_writes() throws Exception {
        pin(gateway);
        offers();

        Outcome joined = join("", "--yes", "--json");

        assertThat(joined.status()).as(joined.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(joined.out());
        assertThat(report.path("written").booleanValue()).isTrue();
        assertThat(report.path("profiles").path(0).path("state").stringValue()).isEqualTo("new");
        assertThat(new ConfigurationLoader(locations, Map.of(), Map.of()).load().routes())
                .hasSize(1);
        String once = file();
        assertThat(join("", "--yes").out()).contains("Nothing has changed");
        assertThat(file()).isEqualTo(once);
    }

    @Test
    void with_a_pin_any_other_gateway_is_refused_yes_or_no() throws Exception {
        pin(URI.create("https://lakegate.acme.example"));
        offers();

        for (Outcome refused : new Outcome[] {join("y\n"), join("", "--yes")}) {
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("gateway_not_permitted", "only https://lakegate.acme.example");
        }
        assertThat(locations.configFile()).doesNotExist();
    }

    @Test
    void only_the_administrator_may_pin() throws Exception {
        offers();
        writeFile("join.gateways = [\"" + gateway + "\"]\n");
        Outcome inTheFile = join("", "--yes");
        Files.delete(locations.configFile());
        Outcome inTheEnvironment = lakegate(
                Map.of("LAKEGATE_JOIN_GATEWAYS", gateway.toString()),
                "y\n",
                "join",
                gateway.toString(),
                "--ca-file",
                caFile().toString());

        assertThat(inTheFile.err())
                .contains("configuration_invalid", "lakegate.toml:1", "counts only in the administrator's file");
        assertThat(inTheEnvironment.err())
                .contains("LAKEGATE_JOIN_GATEWAYS", "counts only in the administrator's file");
        assertThat(locations.configFile()).doesNotExist();
    }

    @Test
    void a_profile_that_the_administrator_has_set_is_not_written() throws Exception {
        Files.writeString(locations.managedFile(), """
                [profile.acme]
                issuer = "https://login.acme.example"
                client_id = "lakegate"
                audience = "urn:lakegate"
                gateway = "https://lakegate.acme.example"
                """);
        offers();
        Outcome nothingLeft = join("y\n");
        offers("\"profiles\": [", """
                "profiles": [{"name": "lab", "provider": "other", "issuer": "https://id.lab.example", "client_id": "lakegate",
                  "audience": "urn:lab", "routes": [{"name": "bench", "workspace": "bench.lab.example"}]},
                """);
        Outcome oneLeft = join("y\n");

        assertThat(nothingLeft.status()).as(nothingLeft.err()).isZero();
        assertThat(nothingLeft.out()).contains("profile acme: set by the administrator", "Nothing has changed");
        assertThat(oneLeft.status()).as(oneLeft.err()).isZero();
        assertThat(oneLeft.out()).contains("profile acme: set by the administrator", "profile lab (new)");
        assertThat(file()).contains("[profile.lab]").doesNotContain("acme");
    }

    @Test
    void the_administrator_can_move_a_client_to_another_gateway() throws Exception {
        offers();
        join("y\n");
        URI moved = anotherGateway("127.0.0.1");
        answers(200, "application/json", descriptor(moved));
        assertThat(lakegate("y\n", "join", moved.toString(), "--ca-file", caFile().toString())
                        .err())
                .contains("gateway_changed");

        pin(moved);
        Outcome joined = lakegate("y\n", "join", moved.toString(), "--ca-file", caFile().toString());

        assertThat(joined.status()).as(joined.err()).isZero();
        assertThat(joined.out()).contains("! gateway: " + gateway + " -> " + moved);
        assertThat(file()).contains(moved.toString()).doesNotContain(gateway.toString());
    }

    private void pin(URI pinned) throws IOException {
        Files.writeString(locations.managedFile(), "[join]\ngateways = [\"" + pinned + "\"]\n");
    }
}
