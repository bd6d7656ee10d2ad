package dev.lakegate.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// A pattern for the model and its expression for HAProxy are one.
class PathGlobTest {
    private static final String[] PARTS = {"**", "*", "a", "b", "a*", "*b", "a*b", "*a*", "ab*ab", "*a*b*", "b*"};
    private static final String[] SEGMENTS = {"", "a", "b", "ab", "abab", "aab", "bba", "aabb", "c"};

    @Test
    void the_expression_says_what_the_pattern_says() {
        Random random = new Random(20_261_128);
        int matched = 0;
        for (int round = 0; round < 50_000; round++) {
            PathGlob glob = new PathGlob(path(random, PARTS));
            String path = path(random, SEGMENTS).replaceAll("/+", "/");
            boolean matches = glob.matches(path);
            assertThat(Pattern.compile(glob.expression()).matcher(path).find())
                    .as("%s as %s over %s", glob, glob.expression(), path)
                    .isEqualTo(matches);
            matched += matches ? 1 : 0;
        }
        assertThat(matched).isGreaterThan(5_000);
    }

    private static String path(Random random, String... parts) {
        StringBuilder path = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int number = 0; number < segments; number++) {
            path.append('/').append(parts[random.nextInt(parts.length)]);
        }
        return path.toString();
    }
}
