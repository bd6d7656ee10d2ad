package dev.lakegate.diagnosis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The doctor's explanations and the gateway's codes are the same.
class DenialTest {
    private static final Path GATEWAY = Path.of(System.getProperty("lakegate.root"), "packaging/gateway");
    private static final Pattern OWN_FAILURE = Pattern.compile("hdr X-Lakegate-Error ([a-z_]+)");

    @Test
    void each_denial_of_the_gateway_is_explained() throws Exception {
        List<String> codes = Files.readAllLines(GATEWAY.resolve("maps/denials.map")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();

        assertThat(codes)
                .hasSizeGreaterThan(30)
                .allSatisfy(code -> assertThat(Denial.of(code)).as(code).isPresent());
    }

    @Test
    void each_failure_of_the_gateway_itself_is_explained() throws Exception {
        assertThat(OWN_FAILURE.matcher(configuration()).results().map(found -> found.group(1)))
                .hasSizeGreaterThan(4)
                .allSatisfy(code -> assertThat(Denial.of(code)).as(code).isPresent());
    }

    @Test
    void the_files_that_explanations_name_are_the_gateways() throws Exception {
        Pattern file = Pattern.compile("[a-z-]+\\.(?:map|lst)");
        String configuration = configuration();

        for (Denial denial : Denial.values()) {
            assertThat(file.matcher(denial.explanation() + denial.request()).results())
                    .allSatisfy(found -> assertThat(configuration).contains("/" + found.group()));
        }
    }

    private static String configuration() throws IOException {
        return Files.readString(GATEWAY.resolve("haproxy.cfg"));
    }
}
