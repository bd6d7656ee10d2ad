package dev.lakegate.cli.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditLog;
import dev.lakegate.audit.WithAuditLog;
import dev.lakegate.audit.trace.Tracing;
import dev.lakegate.audit.trace.Wanted;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceTextTest extends WithAuditLog {
    @Test
    void a_terminal_of_few_characters_gets_no_others() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(entry("r-1", "/").withTunnel(0, 0, 5_000));
        }

        assertThat(printed(new Wanted.Last()))
                .contains("proxy  from the first byte to the last     5.0 ms  " + "#".repeat(32))
                .doesNotContain("?");
    }

    @Test
    void columns_stand_below_one_another_whatever_is_in_them() throws Exception {
        try (AuditLog log = open(ROOMY)) {
            log.append(entry("r-1", "/" + "x".repeat(500)));
            log.append(entry("r-2", "/\u202e\u0007"));
            log.append(entry("r-3", "/"));
        }
        String trace = "00000000000000000000000000000000";
        replaceInLog("\"request_id\":", "\"trace_id\":\"" + trace + "\",\"request_id\":");

        assertThat(printed(new Wanted.ById(trace)).lines().filter(line -> line.contains("  r-")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(140).doesNotContain("\u0007"))
                .extracting(line -> line.indexOf("  r-"))
                .satisfies(columns -> assertThat(Set.copyOf(columns)).hasSize(1));
    }

    private String printed(Wanted wanted) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TraceText(new PrintStream(out, true, US_ASCII)).print(new Tracing(folder, Optional.empty()).trace(wanted));
        return out.toString(US_ASCII);
    }

    private void replaceInLog(String what, String by) throws Exception {
        write(
                folder.current(),
                text(folder.current()).stream()
                        .map(line -> line.replace(what, by))
                        .toList());
    }
}
