package dev.lakegate.gateway.keys;

import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.keystore.vault.KeptFile;
import dev.lakegate.keystore.vault.KeptFile.Flaw;
import dev.lakegate.keystore.vault.KeptFile.Reading;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.ProcessLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where each issuer's keys are kept, in one file each. Blocks on the disk.
public final class KeptKeysFolder {
    private static final Logger LOG = LoggerFactory.getLogger(KeptKeysFolder.class);

    /// Longer than the two calls of a fetch.
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path folder;
    private final InstantSource clock;

    /// @param folder created when needed, and closed to other users
    /// @param clock  names what is set aside
    public KeptKeysFolder(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// Nothing when there is none that is whole and that issuer's; what is damaged is set aside, and the log names it.
    public KeptKeys read(Issuer issuer) throws ProblemException {
        KeptFile file = file(issuer);
        try {
            return switch (file.read()) {
                case Reading.Absent() -> KeptKeys.none(issuer);
                case Reading.Unusable(Flaw flaw) -> setAside(file, flaw, flaw.reason(), issuer);
                case Reading.Content(ByteBuffer bytes) -> read(file, bytes, issuer);
            };
        } catch (IOException failure) {
            throw failure("read", file, failure);
        }
    }

    void write(Issuer issuer, KeptKeys keys) throws ProblemException {
        KeptFile file = file(issuer);
        try {
            file.write(KeptKeysJson.write(keys));
        } catch (IOException failure) {
            throw failure("write", file, failure);
        }
    }

    /// One at a time of all processes that keep this issuer's keys here.
    <T> T holding(Issuer issuer, ProcessLock.Step<T> step) throws ProblemException {
        return new ProcessLock(folder.resolve(issuer.name() + ".lock"), PATIENCE).holding(step);
    }

    private KeptKeys read(KeptFile file, ByteBuffer bytes, Issuer issuer) throws IOException {
        try {
            KeptKeys keys = KeptKeysJson.read(bytes);
            return keys.areOf(issuer) ? keys : KeptKeys.none(issuer);
        } catch (IllegalArgumentException damaged) {
            return setAside(file, Flaw.DAMAGED, String.valueOf(damaged.getMessage()), issuer);
        }
    }

    private static KeptKeys setAside(KeptFile file, Flaw flaw, String reason, Issuer issuer) throws IOException {
        Path aside = file.setAside(flaw);
        LOG.warn(
                "The kept keys of issuer {} could not be used ({}); {} was set aside as {}, and they are fetched anew.",
                issuer.name(),
                reason,
                file.path(),
                aside.getFileName());
        return KeptKeys.none(issuer);
    }

    private KeptFile file(Issuer issuer) {
        return new KeptFile(folder.resolve(issuer.name() + ".json"), clock);
    }

    private static ProblemException failure(String verb, KeptFile file, IOException failure) {
        return new ProblemException(
                new LocalFailure(verb + " the kept keys " + file.path(), Reason.of(failure)), failure);
    }
}
