package dev.lakegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lakegate.audit.verify.Verification;
import dev.lakegate.audit.verify.Verified;
import dev.lakegate.model.ProblemException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// `kill -9` in the middle of writing.
class KilledWriterIT extends WithAuditLog {

    @Test
    void a_killed_program_loses_no_line_and_the_next_goes_on_with_the_chain() throws Exception {
        for (int times = 1; times <= 5; times++) {
            int told = writeUntilKilled(2_000 * times);

            assertThat(numbers().getLast()).as("lines that were written").isGreaterThanOrEqualTo(told);
            assertThat(verified().flaw()).isEmpty();
        }

        assertThat(verified().files()).hasSizeGreaterThan(5);
        assertThat(verified().notes())
                .filteredOn(note -> note.contains("had not ended in good order"))
                .hasSize(4);
    }

    /// Returns the number of the last line that it said was written.
    private int writeUntilKilled(int lines) throws Exception {
        Process writer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditWriter.class.getName(),
                        folder.path().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int last = -1;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            while (last < lines) {
                last = Integer.parseInt(out.readLine());
            }
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> open(ROOMY))
                    .withMessageContaining("another program");
            // not the process's own method, which would close the pipe
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            // what was in the pipe by then had been written too; the last may be cut off
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.length() >= String.valueOf(last).length()) {
                    last = Integer.parseInt(line);
                }
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return last;
    }

    private Verified verified() throws Exception {
        return new Verification(folder, Optional.empty()).verify(Optional.empty());
    }
}
