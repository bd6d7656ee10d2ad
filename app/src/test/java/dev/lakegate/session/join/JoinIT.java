package dev.lakegate.session.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.Assembly;
import dev.lakegate.cli.Starter.Started;
import dev.lakegate.cli.TerminalPassphrase;
import dev.lakegate.config.Configuration;
import dev.lakegate.config.ConfigurationLoader;
import dev.lakegate.config.Profile;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A new laptop, and one that has joined before: what is offered is shown, asked about and written.
class JoinIT extends WithGateway {
    private static final String MINE = """
            # my own notes
            [audit]
            keep_files = 30

            [profile."acme"]             # the company
            issuer = 'https://login.acme.example'
            client_id = "lakegate"
            audience = "urn:lakegate"    # the gateway's
            gateway = "%s"
            ca_file = "%s"
            login_hint = "alice@acme.example"
            sign_in_timeout = "10m"

            [profile.acme.route.prod]
            port = 9001                  # 8701 is taken here
            workspace = "prod.acme.example"

            # another company; keep
            [profile.other]
            issuer = "https://id.other.example"
            client_id = "lakegate"
            audience = "urn:other"
            gateway = "https://gateway.other.example"

            [profile.other.route.theirs]
            port = 18701
            """;

    @Test
    void a_new_laptop_gets_its_profile_after_a_yes() throws Exception {
        offers();

        Outcome joined = join("y\n");

        assertThat(joined.status()).as(joined.err()).isZero();
        assertThat(joined.out())
                .contains(
                        "profile acme (new)",
                        "https://login.acme.example",
                        gateway.toString(),
                        "http://127.0.0.1:18701",
                        "prod.acme.example")
                .contains("Write this to " + locations.configFile() + "? [y/N]", "Written: ")
                .endsWith(
                        "Next:%n  lakegate run &    (or 'lakegate' alone, with its icon)%n  lakegate login%n  eval \"$(lakegate env prod)\"%n"
                                .formatted());
        Profile acme = configuration().profiles().getFirst();
        assertThat(acme.gateway()).isEqualTo(gateway);
        assertThat(acme.caFile()).contains(caFile());
        assertThat(lakegate("", "env", "prod").out()).contains("18701");
        assertThat(lakegate("", "status").out()).contains("acme: signed out");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(locations.configFile())))
                .isEqualTo("rw-------");
        assertThat(backup()).doesNotExist();
    }

    @Test
    void a_no_or_nobody_there_writes_nothing() {
        offers();

        Outcome declined = join("n\n");
        Outcome nobody = join("");

        assertThat(declined.status()).isEqualTo(1);
        assertThat(declined.out()).endsWith("Nothing was written.\n");
        assertThat(nobody.status()).isEqualTo(2);
        assertThat(locations.configFile().getParent()).doesNotExist();
    }

    @Test
    void joined_twice_nothing_changes_and_nobody_is_asked() throws Exception {
        offers();
        join("y\n");
        String once = file();

        // its authority is known from the first time
        Outcome again = lakegate("", "join", gateway.toString());

        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.out())
                .contains("profile acme (as it is)", "Nothing has changed")
                .doesNotContain("[y/N]");
        assertThat(file()).isEqualTo(once);
        assertThat(backup()).doesNotExist();
    }

    @Test
    void a_changed_issuer_is_shown_and_asked_about_again() throws Exception {
        offers();
        join("y\n");
        String once = file();
        offers("login.acme.example", "id.acme.example");

        Outcome declined = join("n\n");

        assertThat(declined.status()).isEqualTo(1);
        assertThat(declined.out())
                .contains("profile acme (changed)", "! issuer: https://login.acme.example -> https://id.acme.example");
        assertThat(file()).isEqualTo(once);
        assertThat(join("y\n").status()).isZero();
        assertThat(file()).isEqualTo(once.replace("login.acme.example", "id.acme.example"));
        assertThat(backup()).hasContent(once);
    }

    @Test
    void what_the_person_wrote_stays_byte_for_byte_and_a_route_keeps_its_port() throws Exception {
        String mine = MINE.formatted(gateway, caFile());
        writeFile(mine);
        offers(
                "\"urn:lakegate\"", "\"urn:acme:lakegate\"",
                "18701}]",
                        "18701, \"credential\": \"identity\"}, {\"name\": \"dev\", \"workspace\": \"dev.acme.example\", \"port\": 18701}]");

        Outcome joined = join("y\n");

        assertThat(joined.status()).as(joined.err()).isZero();
        int free = configuration().routes().stream()
                .filter(route -> route.name().value().equals("dev"))
                .findFirst()
                .orElseThrow()
                .port();
        assertThat(free).isBetween(8701, 18700);
        assertThat(file())
                .isEqualTo(mine.replace("\"urn:lakegate\"", "\"urn:acme:lakegate\"")
                        .replace("sign_in_timeout = \"10m\"\n", "sign_in_timeout = \"10m\"\nprovider = \"other\"\n")
                        .replace(
                                "\"prod.acme.example\"\n",
                                "\"prod.acme.example\"\ncredential = \"identity\"\n\n[profile.acme.route.dev]\nport = "
                                        + free + "\nworkspace = \"dev.acme.example\"\n"));
        assertThat(backup()).hasContent(mine);
        assertThat(joined.out()).contains("  lakegate login acme\n");
    }

    @Test
    void a_port_that_somebody_listens_on_is_not_chosen() throws Exception {
        offers("\"port\": 18701", "\"credential\": \"workspace\"");
        join("y\n");
        int first = configuration().routes().getFirst().port();
        Files.delete(locations.configFile());

        try (ServerSocket held = new ServerSocket(first, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            join("y\n");

            assertThat(configuration().routes().getFirst().port()).isGreaterThan(held.getLocalPort());
        }
    }

    @Test
    void a_secret_is_not_carried_over_to_another_client() throws Exception {
        String mine = MINE.formatted(gateway, caFile())
                .replace("login_hint = ", "client_secret_file = \"secret\" # ours\nlogin_hint = ");
        writeFile(mine);
        offers("login.acme.example", "id.acme.example");

        Outcome joined = join("y\n");

        assertThat(joined.out())
                .contains("! client_secret_file: " + locations.configFile().resolveSibling("secret") + " -> (none)");
        assertThat(file()).doesNotContain("client_secret_file").contains("login_hint");
    }

    @Test
    void a_link_to_the_file_stays_a_link() throws Exception {
        writeFile(MINE.formatted(gateway, caFile()));
        Path elsewhere = locations.managedFile().resolveSibling("dotfiles.toml");
        Files.move(locations.configFile(), elsewhere);
        Files.createSymbolicLink(locations.configFile(), elsewhere);
        offers("urn:lakegate", "urn:acme:lakegate");

        assertThat(join("y\n").status()).isZero();

        assertThat(locations.configFile()).isSymbolicLink();
        assertThat(elsewhere).content().contains("urn:acme:lakegate");
    }

    @Test
    void a_file_that_cannot_be_read_is_left_alone_with_all_its_faults_told() throws Exception {
        writeFile("[profile.acme]\nissuer = \n");
        offers();

        Outcome refused = join("y\n");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("configuration_invalid", "lakegate.toml:2");
        assertThat(file()).isEqualTo("[profile.acme]\nissuer = \n");
    }

    @Test
    void for_programs_it_tells_what_would_be_and_writes_nothing() throws Exception {
        writeFile(MINE.formatted(gateway, caFile()));
        String before = file();
        offers("login.acme.example", "id.acme.example");

        Outcome told = join("", "--json");

        assertThat(told.status()).as(told.err()).isZero();
        JsonNode report = JsonMapper.shared().readTree(told.out());
        assertThat(report.path("written").booleanValue()).isFalse();
        JsonNode acme = report.path("profiles").path(0);
        assertThat(acme.path("state").stringValue()).isEqualTo("changed");
        assertThat(acme.path("changes").path(0).path("before").stringValue()).isEqualTo("https://login.acme.example");
        assertThat(acme.path("changes").path(0).path("after").stringValue()).isEqualTo("https://id.acme.example");
        assertThat(acme.path("routes").path(0).path("port").intValue()).isEqualTo(9001);
        assertThat(file()).isEqualTo(before);
    }

    @Test
    void a_running_program_serves_at_once_what_was_written() throws Exception {
        offers();
        join("y\n");
        offers("login.acme.example", "id.acme.example");
        Started running = new Assembly(locations, Map.of(), new TerminalPassphrase()).start(Map.of());
        try {
            Outcome joined = join("y\n");

            assertThat(joined.out()).contains("Lakegate is running, and has read it:", "changed   profile acme");
            assertThat(lakegate("", "status").out()).contains("http://127.0.0.1:18701");
        } finally {
            running.stop().run();
        }
    }

    @Test
    void a_descriptor_full_of_routes_is_joined_as_well() throws Exception {
        String routes = IntStream.range(0, 600)
                .mapToObj(number -> "{\"name\": \"r" + number + "\", \"workspace\": \"r" + number
                        + ".acme.example\", \"credential\": \"workspace\"}")
                .collect(Collectors.joining(","));
        answers(
                200,
                "application/json",
                descriptor(gateway).replaceFirst("(?s)\\[\\{\"name\": \"prod.*?]", "[" + routes + "]"));

        assertThat(join("y\n").status()).isZero();

        assertThat(configuration().routes()).hasSize(600);
        assertThat(join("").out()).contains("Nothing has changed");
    }

    @Test
    void a_reset_forgets_the_former_file_too() throws Exception {
        offers();
        join("y\n");
        offers("login.acme.example", "id.acme.example");
        join("y\n");
        assertThat(backup()).exists();

        assertThat(lakegate("", "reset", "--yes").out()).contains(backup().toString());

        assertThat(backup()).doesNotExist();
        assertThat(locations.configFile()).doesNotExist();
    }

    @Test
    void of_several_issuers_for_the_same_workspaces_one_is_chosen_and_stays_chosen() throws Exception {
        String one = descriptor(gateway);
        String acme = one.substring(one.indexOf('[') + 1, one.lastIndexOf(']'));
        String guests = acme.replace("\"acme\"", "\"guests\"").replace("login.acme", "login.guests");
        answers(200, "application/json", one.replace(acme, acme + ", " + guests));

        Outcome unsaid = join("y\n");
        assertThat(unsaid.status()).isEqualTo(2);
        assertThat(unsaid.err()).contains("profile_to_choose").contains("acme, guests");
        assertThat(join("y\n", "--profile", "nobody").err()).contains("unknown_profile");

        assertThat(join("y\n", "--profile", "guests").status()).isZero();
        assertThat(file()).contains("[profile.guests").doesNotContain("[profile.acme");
        assertThat(join("").out()).contains("Nothing has changed");
    }

    @Test
    void a_fault_of_this_shells_environment_is_not_laid_at_the_gateways_door() {
        offers();

        Outcome refused = lakegate(
                Map.of("LAKEGATE_PROFILE_ACME_ISSUER", "https://evil.example"),
                "y\n",
                "join",
                gateway.toString(),
                "--ca-file",
                caFile().toString());

        assertThat(refused.err()).contains("configuration_invalid", "LAKEGATE_PROFILE_ACME_ISSUER");
        assertThat(locations.configFile()).doesNotExist();
    }

    private Configuration configuration() throws Exception {
        return new ConfigurationLoader(locations, Map.of(), Map.of()).load();
    }

    private Path backup() {
        return locations.configFile().resolveSibling("lakegate.toml.before-join");
    }
}
