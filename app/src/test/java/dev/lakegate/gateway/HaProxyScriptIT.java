package dev.lakegate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `packaging/gateway/haproxy` hands out no HAProxy that one forged token can harm.
class HaProxyScriptIT {
    private static final Path SCRIPT = Path.of(System.getProperty("lakegate.root"), "packaging/gateway/haproxy");

    @TempDir
    Path folder;

    @Test
    void it_prints_one_path_and_the_same_when_asked_again() throws Exception {
        var first = run("/nowhere");
        assertThat(first.lines).hasSize(1);
        assertThat(Path.of(first.lines.getFirst())).isExecutable();
        assertThat(run("/nowhere").lines).isEqualTo(first.lines);
    }

    @Test
    void a_new_enough_one_on_the_path_is_taken() throws Exception {
        var newer = system("3.2.1");
        assertThat(run(folder.toString()).lines).containsExactly(newer.toString());
    }

    @Test
    void an_older_one_on_the_path_is_refused_by_name_and_reason() throws Exception {
        for (var version : List.of("2.6.12-1+deb12u2", "3.0.3", "2.9.14", "1.8.30")) {
            var older = system(version);
            var run = run(folder.toString());
            assertThat(run.lines).hasSize(1).doesNotContain(older.toString());
            assertThat(run.said)
                    .contains("not using " + older + ": it is HAProxy " + version.replaceFirst("-.*", ""))
                    .contains("2643");
        }
    }

    @Test
    void one_without_what_the_configuration_needs_is_refused() throws Exception {
        var plain = system("3.2.1", "+EPOLL -OPENSSL +PCRE2");
        assertThat(run(folder.toString()).said).contains("not using " + plain + ": it is built without OpenSSL");
    }

    private record Run(List<String> lines, String said) {}

    private Path system(String version) throws IOException {
        return system(version, "+EPOLL +OPENSSL +PCRE2");
    }

    private Path system(String version, String features) throws IOException {
        var haproxy = folder.resolve("haproxy");
        Files.writeString(haproxy, """
                #!/bin/sh
                echo "HAProxy version %s 2025/01/01 - https://haproxy.org/"
                echo "Feature list : %s"
                """.formatted(version, features));
        return Files.setPosixFilePermissions(haproxy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Run run(String firstOnPath) throws Exception {
        var said = folder.resolve("said");
        var builder = new ProcessBuilder(SCRIPT.toString()).redirectError(said.toFile());
        builder.environment().merge("PATH", firstOnPath, (rest, first) -> first + ":" + rest);
        var process = builder.start();
        var lines = process.inputReader(UTF_8).lines().toList();
        assertThat(process.waitFor()).as(Files.readString(said)).isZero();
        return new Run(lines, Files.readString(said));
    }
}
