package dev.lakegate.gateway.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// No HAProxy is used that one forged token can harm.
class HaProxyProgramTest {
    private static final String FEATURES = "Feature list : +OPENSSL +PCRE2";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HA-Proxy version 2.2.9-2+deb11u6 2023/12/20  | 3.0.4
            HAProxy version 2.6.12-1+deb12u1 2023/04/01  | issue 2643
            HAProxy version 2.6.19-1 2024/09/19          | 3.0.4 or newer
            HAProxy version 3.0.3-1 2024/07/11           | before 2.6.19 and before 3.0.4
            something else                               | does not say which version
            """)
    void an_old_build_is_refused_and_the_fixed_versions_are_named(String version, String reason) throws IOException {
        assertThat(program(version, FEATURES).whyUnsafe().orElseThrow()).contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "HAProxy version 3.0.4-1 2024/09/19",
        "HAProxy version 3.0.11-9e587df 2025/06/02",
        "HAProxy version 3.2.0-1 2025/05/28",
        "HAProxy version 3.4-dev1-1 2025/06/11",
        "HAProxy version 4.0.0 2027/06/11"
    })
    void a_fixed_build_is_used(String version) throws IOException {
        assertThat(program(version, FEATURES).whyUnsafe()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"Feature list : +PCRE2 -OPENSSL, OpenSSL", "Feature list : +OPENSSL -PCRE2, PCRE2"})
    void a_build_without_what_the_rules_need_is_refused(String features, String reason) throws IOException {
        assertThat(program("HAProxy version 3.0.11-1 2025/06/02", features)
                        .whyUnsafe()
                        .orElseThrow())
                .contains("without " + reason);
    }

    private HaProxyProgram program(String version, String features) throws IOException {
        Path script = folder.resolve("haproxy");
        Files.writeString(script, "#!/bin/sh\nprintf '%%s\\n%%s\\n' '%s' '%s'\n".formatted(version, features));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new HaProxyProgram(script);
    }
}
