package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs after all other classes (`junit-platform.properties`): by then their reports are written. What they wrote into
/// their sandboxes each sandbox has searched itself as it closed.
@Order(Integer.MAX_VALUE)
class NothingWrittenHoldsASecretIT {

    @Test
    void no_test_report_holds_a_secret_of_any_test() {
        assertThat(Canaries.writtenBelow(PackagingScript.root().resolve("app/target/surefire-reports")))
                .isEmpty();
    }

    @Test
    void the_search_finds_each_form(@TempDir Path folder) throws Exception {
        String secret = "canary-" + "abcdefghijklmnopqrstuvwxyz/+=";
        Canaries.add(secret);
        Files.writeString(folder.resolve("plain"), "x" + secret);
        Files.writeString(folder.resolve("first"), "see canary-abcde…");
        Files.writeString(folder.resolve("url"), "q=" + URLEncoder.encode(secret, UTF_8));
        Files.writeString(
                folder.resolve("basic"), Base64.getEncoder().encodeToString(("token:" + secret).getBytes(UTF_8)));
        Files.writeString(
                folder.resolve("basic-2"), Base64.getEncoder().encodeToString(("me:" + secret + ":x").getBytes(UTF_8)));
        Files.writeString(folder.resolve("prod.key"), secret);
        Files.writeString(folder.resolve("clean"), "canary");

        assertThat(Canaries.writtenBelow(folder).stream()
                        .map(place -> place.replaceFirst(":.*", ""))
                        .distinct())
                .containsExactlyInAnyOrder("plain", "first", "url", "basic", "basic-2");
    }
}
