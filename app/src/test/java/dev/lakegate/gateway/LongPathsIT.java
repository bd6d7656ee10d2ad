package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No path is worth a worker of HAProxy: PCRE gives up after so many steps, and what was given up matches nothing.
class LongPathsIT extends WithGateway {
    /// In bytes; longer ones are refused.
    private static final int LONGEST = 8192;

    static final String[] RUNS = {".", "%20", "%20.", "/", "/.x", ";", "%25", "\\", "a", "/a", ".a", "%2e", "%2f"};

    /// An unauthenticated request with 20,000 dots stopped all of HAProxy, before the patterns were made linear.
    @ParameterizedTest
    @FieldSource("RUNS")
    void a_path_of_any_length_is_answered_at_once(String run) {
        String worker = worker();
        for (int bytes : new int[] {LONGEST - 1, 20_000, 50_000}) {
            String path = "/" + run(run, bytes) + "x";
            Request nobody = Request.of("GET", path);
            assertThat(wire.send(nobody.text()).status()).as(bytes + " bytes").isIn(400, 401);
            Request alice = me().to(path);
            assertThat(wire.send(alice.text()).status()).as(bytes + " bytes").isIn(200, 400, 403, 404, 414);
        }
        assertThat(worker()).isEqualTo(worker);
    }

    /// The process that serves, by its id.
    private static String worker() {
        return gateway.runtime("show info")
                .lines()
                .filter(line -> line.startsWith("Pid:"))
                .findFirst()
                .orElseThrow();
    }

    static Stream<String> climbing() {
        return Stream.of(RUNS).map(run -> "/" + run(run, LONGEST - 40) + "x/../api/2.0/token/create");
    }

    @ParameterizedTest
    @MethodSource("climbing")
    void a_segment_of_dots_is_seen_behind_whatever_is_before_it(String path) {
        assertThat(wire.send(me().to(path).text()).status()).isIn(400, 403);
        assertThat(prod.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/2.0/token%s/create",
                "/api/2.0/token/create%s",
                "/api/2.0%s/token/create",
                "/%s/api/2.0/token/create"
            })
    void a_closed_path_is_closed_however_much_is_put_into_it(String path) {
        for (String run : new String[] {".", "%20", "/", ";", ";x=", "%20."}) {
            String target = path.formatted(run(run, LONGEST - 100));
            assertThat(wire.send(me().by("POST").to(target).text()).status())
                    .as(run)
                    .isIn(400, 403);
            assertThat(prod.count()).as(run).isZero();
        }
    }

    @Test
    void a_path_of_8192_bytes_passes_and_one_more_is_refused() {
        assertPasses(me().to("/" + "a".repeat(LONGEST - 1)));
        prod.forgetRequests();
        assertDenied(me().to("/" + "a".repeat(LONGEST)), 414, "path_too_long");
    }

    @Test
    void a_long_query_is_not_a_long_path() {
        assertPasses(me().to("/?" + "a".repeat(20_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"post", "Post", "pOST"})
    void small_letters_in_a_method_open_nothing_and_are_audited_as_they_came(String method) {
        var line = assertDenied(me().by(method).to("/api/2.0/token/create"), 403, "path_not_allowed");
        assertThat(line.path("method").asString()).isEqualTo(method);
    }

    /// About so many bytes of it.
    private static String run(String of, int bytes) {
        return of.repeat(bytes / of.length());
    }
}
