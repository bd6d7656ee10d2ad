package dev.lakegate.cli.audit;

import dev.lakegate.audit.AuditFolder;
import dev.lakegate.audit.verify.Flaw;
import dev.lakegate.audit.verify.Verification;
import dev.lakegate.audit.verify.Verified;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Whether the audit log is what was once written; names the first line that is not.",
        footer = {"", "Exit status: 0 every line is right, 1 one is not."})
final class VerifyCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final AuditDesk desk;

    @Option(
            names = "--gateway-log",
            paramLabel = "FILE",
            description = "The gateway's log, which knows how far this one had come with each request.")
    private @Nullable Path gatewayLog;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            description = "Of a log that was brought here; this machine's key store is not asked then.")
    private @Nullable Path elsewhere;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key of the seals (PEM, or base64 of its DER), instead of the key store's.")
    private @Nullable Path keyFile;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    VerifyCommand(AuditDesk desk) {
        this.desk = desk;
    }

    @Override
    public Integer call() throws ProblemException {
        AuditFolder folder = elsewhere == null ? desk.folder() : new AuditFolder(elsewhere);
        Verified verified;
        try {
            verified = new Verification(folder, key()).verify(Optional.ofNullable(gatewayLog));
        } catch (IOException failure) {
            throw new ProblemException(
                    new LocalFailure("verify the audit log in " + folder.path(), Reason.of(failure)), failure);
        }
        if (json) {
            desk.out().println(JSON.writeValueAsString(verified));
        } else {
            print(verified, folder, desk.out());
        }
        return (verified.flaw().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED).number();
    }

    private Optional<String> key() throws IOException {
        if (keyFile != null) {
            return Optional.of(Files.readString(keyFile)
                    .replaceAll("-----[A-Z ]+-----", "")
                    .replaceAll("\\s", ""));
        }
        if (elsewhere != null) {
            return Optional.empty();
        }
        try {
            return desk.key().ask();
        } catch (ProblemException failure) {
            desk.err().println("lakegate: " + failure.problem().text().what());
            return Optional.empty();
        }
    }

    private static void print(Verified verified, AuditFolder folder, PrintStream out) {
        if (verified.files().isEmpty()) {
            out.println("There is no audit log in " + folder.path() + ".");
            return;
        }
        Optional<Flaw> flaw = verified.flaw();
        out.println(verified.lines() + " lines in " + verified.files().size() + " files, from " + verified.first()
                + " to " + verified.last() + (flaw.isEmpty() ? ": every one is right." : " are right; then"));
        flaw.ifPresent(found -> out.println(
                "  " + found.file() + ", line " + found.line() + ": " + found.kind() + ": " + found.reason()));
        verified.seals()
                .forEach(seals -> out.println(
                        seals.count() + " seals are right by the key " + seals.key() + ", kept in: " + seals.keptIn()));
        if (verified.heads() > 0) {
            out.println(verified.heads() + " heads in the gateway's log were compared.");
        }
        verified.notes().forEach(note -> out.println("note: " + note));
    }
}
