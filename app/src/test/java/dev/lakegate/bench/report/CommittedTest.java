package dev.lakegate.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommittedTest {
    private static final Measure THROUGHPUT = Measure.higher("throughput", "requests/s");
    private static final Measure CPU = Measure.lower("CPU", "µs/request");

    private final Committed committed;

    CommittedTest(@TempDir Path root) {
        committed = new Committed(root);
    }

    @BeforeEach
    void keep() throws IOException {
        committed.keep(figures(9_000, 10_000, 60, 50));
    }

    @Test
    void a_third_less_throughput_beside_haproxy_is_told() throws IOException {
        assertThat(committed.worse(figures(5_900, 10_000, 60, 50)))
                .containsExactly("throughput of get-32 is 0.59 × HAProxy's, and was 0.90 ×");
    }

    @Test
    void a_third_more_cpu_beside_haproxy_is_told() throws IOException {
        assertThat(committed.worse(figures(9_000, 10_000, 81, 50)))
                .containsExactly("CPU of get-32 is 1.62 × HAProxy's, and was 1.20 ×");
    }

    @Test
    void what_noise_may_explain_and_what_has_become_better_is_not() throws IOException {
        assertThat(committed.worse(figures(6_100, 10_000, 79, 50))).isEmpty();
        assertThat(committed.worse(figures(20_000, 10_000, 20, 50))).isEmpty();
    }

    @Test
    void a_machine_that_is_slower_for_both_has_not_made_us_worse() throws IOException {
        assertThat(committed.worse(figures(900, 1_000, 600, 500))).isEmpty();
    }

    @Test
    void before_figures_are_kept_nothing_is_worse(@TempDir Path empty) throws IOException {
        Committed none = new Committed(empty);

        assertThat(none.areThere()).isFalse();
        assertThat(none.worse(figures(1, 10_000, 1_000, 1))).isEmpty();
    }

    /// The median of three rounds, one of which was disturbed.
    private static Figures figures(double ours, double haProxys, double ourCpu, double haProxysCpu) {
        Figures.Of of = Figures.Of.of("get-32", "");
        for (double round : new double[] {1, 0.2, 1.01}) {
            of.add(THROUGHPUT, "lakegate", ours * round);
            of.add(THROUGHPUT, "haproxy", haProxys);
            of.add(CPU, "lakegate", ourCpu);
            of.add(CPU, "haproxy", haProxysCpu);
        }
        return new Figures("", Map.of(), List.of(of));
    }
}
