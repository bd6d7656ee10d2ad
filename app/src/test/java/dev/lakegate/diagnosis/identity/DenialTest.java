package dev.lakegate.diagnosis.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.gateway.render.Rendering;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The doctor's explanations and the gateway's codes are the same.
class DenialTest {
    private static final Pattern OWN_FAILURE = Pattern.compile("hdr X-Lakegate-Error ([a-z_]+)");

    @Test
    void each_denial_of_the_gateway_is_explained() throws Exception {
        List<String> codes = resource("denials.map")
                .lines()
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

    private static String configuration() throws IOException {
        return resource("haproxy.cfg");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Rendering.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
