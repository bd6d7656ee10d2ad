package dev.lakegate.journey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `lakegate support-bundle`: what is in it, and that nothing is which nobody may see.
@ExtendWith(StandardSandbox.class)
class SupportBundleIT extends WithSandbox {
    private static final String EMAIL = "alice@acme.example";

    /// None of the run's own secrets: they stand in this test's files.
    private static final Set<String> PLANTED = Set.of(
            "dapi0123456789abcdef0123456789abcdef",
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLWNhbmFyeQ",
            "lgk_canaryCanaryCanaryCanaryCanaryCanaryCanar00",
            "s3cret~Canary.1234567890",
            "carla.canary@private.example",
            "Canarina-Longname",
            "/home/canary-person/.secrets");

    @TempDir
    Path folder;

    @Test
    void whatever_is_secret_or_personal_is_in_no_form_in_the_bundle() throws Exception {
        Laptop laptop = filledWithCanaries();
        CountDownLatch over = new CountDownLatch(1);
        Thread named = Thread.ofPlatform().name(String.join(" ", PLANTED)).start(() -> waitFor(over));

        Outcome told = say(laptop, "support-bundle", "--yes", "--show", file().toString());
        over.countDown();
        named.join();

        assertThat(told.status()).as(told.err()).isZero();
        Path unzipped = unzipped();
        Set<String> secrets = new HashSet<>(PLANTED);
        secrets.addAll(sandbox.provider().issued());
        secrets.add(laptop.localKey("prod"));
        secrets.add(EMAIL);
        assertThat(Canaries.writtenBelow(unzipped, secrets)).isEmpty();
        Files.writeString(unzipped.resolve("shown"), told.out() + told.err());
        assertThat(Canaries.writtenBelow(unzipped, secrets)).isEmpty();
        assertThat(everything(unzipped)).doesNotContainIgnoringCase("alice").doesNotContainIgnoringCase("canary");
    }

    @Test
    void a_configuration_that_cannot_be_used_keeps_its_secrets_too() throws Exception {
        Laptop laptop = notStarted(sandbox.configuration() + """

                [profile.other]
                client_secret = "s3cret~Canary.1234567890"
                issuer = "https://carla:s3cret~Canary.1234567890@id.example/?x=canary#canary"
                client_id = "dapi0123456789abcdef0123456789abcdef"
                dapi0123456789abcdef0123456789abcdef = "canary"
                broken = s3cret~Canary.1234567890
                """, Map.of());

        Outcome told = say(laptop, "support-bundle", "--yes", file().toString());

        assertThat(told.status()).isZero();
        Path unzipped = unzipped();
        assertThat(everything(unzipped)).doesNotContain("canary", "carla", "dapi0");
        assertThat(Files.readString(unzipped.resolve("lakegate.toml"))).contains("# not TOML at line ");
        assertThat(Files.readString(unzipped.resolve("doctor.json"))).contains("\"name\" : \"configuration\"");
    }

    @Test
    void what_support_needs_is_in_it() throws Exception {
        Laptop laptop = filledWithCanaries();

        say(laptop, "support-bundle", "--yes", file().toString());

        Path unzipped = unzipped();
        assertThat(entries().stream().map(ZipEntry::getName))
                .containsExactlyInAnyOrder(
                        "README.txt",
                        "lakegate.toml",
                        "managed-lakegate.toml",
                        "doctor.json",
                        "versions.json",
                        "audit.jsonl",
                        "lakegate.log",
                        "threads.txt");
        for (ZipEntry entry : entries()) {
            if (!entry.getName().equals("README.txt")) {
                assertThat(Files.readString(unzipped.resolve("README.txt"))).contains(entry.getName());
            }
        }
        assertThat(Files.readString(unzipped.resolve("lakegate.toml")))
                .contains("profile.acme.issuer = \"" + sandbox.provider().issuer() + "\"")
                .contains("profile.acme.route.prod.workspace = \"prod.lakegate.test\"")
                .contains("profile.acme.route.prod.port = " + laptop.port("prod"))
                .contains("profile.acme.login_hint = \"***\"", "profile.acme.ca_file = \"***\"");
        JsonNode doctor = JsonMapper.shared().readTree(Files.readString(unzipped.resolve("doctor.json")));
        assertThat(doctor.path("checks")).hasSize(16);
        assertThat(doctor.toString())
                .contains("prod.lakegate.test", "\"name\":\"client_registration\"", "it accepts the identity token");
        JsonNode request = Files.readAllLines(unzipped.resolve("audit.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .filter(line -> line.has("request_id"))
                .findFirst()
                .orElseThrow();
        assertThat(request.path("api").asString()).isEqualTo("/api/2.0/preview/scim");
        assertThat(request.propertyNames())
                .contains("ts", "request_id", "route", "method", "status", "duration_us")
                .doesNotContain("person", "principal", "path");
        assertThat(request.path("status").asString()).isEqualTo("200");
        assertThat(Files.readString(unzipped.resolve("lakegate.log")))
                .contains(" WARNING dev.lakegate.proxy.RequestAudit: The audit line of request ***")
                .contains(" WARNING org.eclipse.jetty.server.Server: ***")
                .contains(" WARNING dev.lakegate.proxy.Proxy: written for programs, ***")
                .contains(" WARNING org.eclipse.jetty.io.EndPoint: ***");
        assertThat(Files.readString(unzipped.resolve("threads.txt"))).contains("java.base/java.lang");
        assertThat(Files.readString(unzipped.resolve("versions.json"))).contains("\"java\"", "\"lakegate\" : \"");
    }

    @Test
    void it_is_shown_before_it_is_written_and_without_a_terminal_nothing_is() throws Exception {
        Laptop laptop = laptopOf("alice");

        Outcome told = say(laptop, "support-bundle", file().toString());

        assertThat(told.status()).isEqualTo(2);
        assertThat(told.err()).contains("nobody to ask", "--yes");
        assertThat(told.out().lines().filter(line -> line.matches(" +\\d+  [a-zA-Z.-]+")))
                .hasSize(8);
        assertThat(told.out()).endsWith("Write " + file() + "? [y/N] ");
        assertThat(file()).doesNotExist();
    }

    @Test
    void the_file_is_its_owners_and_never_one_that_was_there() throws Exception {
        Laptop laptop = laptopOf("alice");
        assertThat(say(laptop, "support-bundle", "--yes", file().toString()).status())
                .isZero();
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        byte[] before = Files.readAllBytes(file());

        Outcome again = say(laptop, "support-bundle", "--yes", file().toString());

        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("there is such a file already");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    /// Every file and variable that goes into a bundle holds every canary.
    private Laptop filledWithCanaries() throws Exception {
        String canaries = String.join(" ", PLANTED);
        StringBuilder forms = new StringBuilder(canaries);
        for (String secret : PLANTED) {
            forms.append(' ').append(URLEncoder.encode(secret, UTF_8));
            forms.append(' ').append(Base64.getEncoder().encodeToString(("token:" + secret).getBytes(UTF_8)));
            forms.append(' ').append(secret, 0, 12);
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("DATABRICKS_HOST", "https://x:dapi0123456789abcdef0123456789abcdef@prod.lakegate.test/");
        variables.put("DATABRICKS_TOKEN", "dapi0123456789abcdef0123456789abcdef");
        variables.put("DATABRICKS_AUTH_TYPE", "s3cret~Canary.1234567890");
        variables.put("BROWSER", "/home/canary-person/.secrets/browser");
        variables.put("HTTPS_PROXY", "http://carla.canary%40private.example:s3cret~Canary.1234567890@p:1");
        Laptop laptop = notStarted(
                "# " + forms + "\n"
                        + sandbox.configuration()
                                .replace(
                                        "sign_in_timeout",
                                        "login_hint = \"carla.canary@private.example\"\nsign_in_timeout"),
                variables);
        laptop.start();
        laptop.signIn("alice");
        Notebook notebook = Notebook.of(laptop, "prod");
        assertThat(notebook.me()).isEqualTo(EMAIL);
        String path = "/api/2.0/fs/files/" + URLEncoder.encode("carla.canary@private.example", UTF_8)
                + "?q=dapi0123456789abcdef0123456789abcdef";
        audited(laptop, notebook.get(path).requestId());
        audited(
                laptop,
                notebook.get("/lgk_canaryCanaryCanaryCanaryCanaryCanaryCanar00/" + EMAIL)
                        .requestId());
        Files.writeString(
                laptop.locations().stateFolder().resolve("audit/audit.jsonl"),
                JsonMapper.shared()
                                .writeValueAsString(Map.of(
                                        "ts",
                                        canaries,
                                        "route",
                                        canaries,
                                        "method",
                                        canaries,
                                        "problem",
                                        canaries,
                                        "request_id",
                                        canaries,
                                        "person",
                                        EMAIL,
                                        "path",
                                        "/api/2.0/" + canaries))
                        + "\n" + forms + "\n",
                StandardOpenOption.APPEND);
        Path log = Files.createDirectories(laptop.locations().stateFolder().resolve("log"));
        Files.writeString(log.resolve("lakegate.0.log"), """
                2026-11-24T23:00:00.123456Z WARNING dev.lakegate.proxy.RequestAudit: The audit line of request %1$s was lost: alice %2$s
                2026-11-24T23:00:00.123456Z WARNING org.eclipse.jetty.server.Server: Some words, %1$s
                {"ts":"2026-11-24T23:00:00.123456Z","level":"WARNING","logger":"dev.lakegate.proxy.Proxy","message":"written for programs, %2$s"}
                {"ts":"2026-11-24T23:00:00.123456Z","level":"WARNING","logger":"org.eclipse.jetty.io.EndPoint","message":"some words"}
                {"ts":"2026-11-24T23:00:00.123456Z","level":"WARN
                %1$s
                """.formatted(forms, EMAIL));
        Files.writeString(laptop.home().resolve(".databrickscfg"), """
                [carla.canary@private.example]
                host = https://prod.lakegate.test
                token = dapi0123456789abcdef0123456789abcdef
                """);
        return laptop;
    }

    private Path file() {
        return folder.resolve("bundle.zip");
    }

    private List<? extends ZipEntry> entries() throws IOException {
        try (ZipFile zip = new ZipFile(file().toFile())) {
            return zip.stream().toList();
        }
    }

    private Path unzipped() throws IOException {
        Path target = Files.createDirectory(folder.resolve("unzipped"));
        try (ZipFile zip = new ZipFile(file().toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                Files.write(
                        target.resolve(entry.getName()),
                        zip.getInputStream(entry).readAllBytes());
            }
        }
        return target;
    }

    private static String everything(Path unzipped) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(unzipped)) {
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }
}
