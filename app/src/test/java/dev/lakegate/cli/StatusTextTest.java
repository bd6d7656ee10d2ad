package dev.lakegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.session.StatusReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    void a_disk_that_takes_no_audit_lines_is_told_with_what_becomes_of_requests() {
        assertThat(said(new AuditHealth(false, true, 0)))
                .isEqualTo("! the audit log cannot be written: requests are refused; make room on the disk");
        assertThat(said(new AuditHealth(false, false, 1)))
                .isEqualTo(
                        "! the audit log cannot be written: requests are served, and 1 of their lines is lost; make room on the disk");
    }

    @Test
    void lines_that_were_lost_stay_told_until_the_next_start() {
        assertThat(said(new AuditHealth(true, false, 621)))
                .isEqualTo("! the audit log could not be written for a time: 621 of its lines are lost");
        assertThat(said(AuditHealth.SOUND)).isEmpty();
    }

    private static String said(AuditHealth audit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StatusText.print(new StatusReport("test", 1, true, false, audit, List.of()), new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8).strip();
    }
}
