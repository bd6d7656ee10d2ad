package dev.lakegate.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.diagnosis.check.Check;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `app/docs/doctor.md` and the program have the same checks, in the same order.
class DoctorDocumentationTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_]+)` \\|", Pattern.MULTILINE);

    @TempDir
    Path home;

    @Test
    void the_table_lists_exactly_the_checks_there_are() throws Exception {
        String document = Files.readString(Path.of(System.getProperty("lakegate.root"), "app/docs/doctor.md"));

        assertThat(ROW.matcher(document).results().map(row -> row.group(1))).containsExactlyElementsOf(checks());
    }

    private List<String> checks() throws Exception {
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            return new Doctor(new Patient(home, "").surroundings(), InetAddress::getAllByName)
                    .checks(background).stream().map(Check::name).toList();
        }
    }
}
