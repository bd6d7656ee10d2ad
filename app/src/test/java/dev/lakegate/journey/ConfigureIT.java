package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.iam.MeRequest;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A profile in `.databrickscfg`, written and read by the client it is for.
@ExtendWith(StandardSandbox.class)
class ConfigureIT extends WithSandbox {
    private static final String THEIRS = """
            # of another workspace
            [DEFAULT]
            host  = https://other.example
            token = dapi-of-another
            """;

    @TempDir
    Path home;

    @Test
    void databricks_own_sdk_reads_the_profile_and_is_answered_as_the_person_who_signed_in() throws Exception {
        Laptop laptop = laptopAtHome();
        laptop.signIn("alice");
        Path file = Files.writeString(home.resolve(".databrickscfg"), THEIRS);

        Outcome outcome = say(laptop, "configure", "databricks", "prod");

        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines())
                .containsExactly(
                        "Wrote the profile [lakegate-prod] in " + file + ".",
                        "The file as it was is kept in " + file + ".bak.",
                        "Use it with --profile lakegate-prod, or DATABRICKS_CONFIG_PROFILE=lakegate-prod.");
        WorkspaceClient client = new WorkspaceClient(
                new DatabricksConfig().setConfigFile(file.toString()).setProfile("lakegate-prod"));
        assertThat(client.currentUser().me(new MeRequest()).getUserName()).isEqualTo("alice@acme.example");
        assertThat(file).content().startsWith(THEIRS);
    }

    @Test
    void the_doctor_finds_nothing_wrong_with_the_profile() throws Exception {
        Laptop laptop = laptopAtHome();
        say(laptop, "configure", "databricks", "dev", "--profile", "mine");

        assertThat(json(say(laptop, "doctor", "--json")).path("checks").valueStream())
                .filteredOn(check -> check.path("name").asString().equals("clients"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.path("outcome").asString()).isEqualTo("fine");
                    assertThat(check.toString()).contains("[mine]", "route 'dev'");
                });
    }

    @Test
    void a_second_time_says_that_there_is_nothing_to_do_and_remove_takes_it_out() throws Exception {
        Laptop laptop = laptopAtHome();
        Path file = Files.writeString(home.resolve(".databrickscfg"), THEIRS);
        say(laptop, "configure", "databricks", "prod");

        assertThat(say(laptop, "configure", "databricks", "prod").out()).startsWith("Nothing to do: ");
        assertThat(say(laptop, "configure", "databricks", "prod", "--remove").out())
                .startsWith("Removed the profile [lakegate-prod]");
        assertThat(file).hasContent(THEIRS);
        JsonNode again = json(say(laptop, "configure", "databricks", "prod", "--remove", "--json"));
        assertThat(again.propertyNames()).containsExactly("file", "profile", "changed", "backup");
        assertThat(again.path("changed").asBoolean()).isFalse();
    }

    @Test
    void somebody_elses_profile_is_left_alone_unless_told_otherwise() throws Exception {
        Laptop laptop = laptopAtHome();
        Path file = Files.writeString(home.resolve(".databrickscfg"), THEIRS);

        Outcome refused = say(laptop, "configure", "databricks", "prod", "--profile", "DEFAULT");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("foreign_databricks_profile", "'DEFAULT'", "--force");
        assertThat(file).hasContent(THEIRS);
        assertThat(say(laptop, "configure", "databricks", "prod", "--profile", "DEFAULT", "--force")
                        .status())
                .isZero();
        assertThat(file).content().contains(laptop.address("prod").toString()).doesNotContain("dapi-of-another");
    }

    @Test
    void a_client_or_a_name_that_cannot_be_is_wrong_usage() throws Exception {
        Laptop laptop = laptopAtHome();

        Outcome client = say(laptop, "configure", "excel", "prod");
        Outcome name = say(laptop, "configure", "databricks", "prod", "--profile", "a]b");

        assertThat(client.status()).isEqualTo(2);
        assertThat(client.err()).contains("excel", "databricks");
        assertThat(name.status()).isEqualTo(2);
        assertThat(name.err()).contains("'a]b'", "letters");
        assertThat(home).isEmptyDirectory();
    }

    private Laptop laptopAtHome() throws Exception {
        return laptop(sandbox.configuration(), Map.of("HOME", home.toString()));
    }
}
