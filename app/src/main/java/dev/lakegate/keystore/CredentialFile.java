package dev.lakegate.keystore;

import dev.lakegate.keystore.vault.KeptFile;
import dev.lakegate.keystore.vault.KeptFile.Flaw;
import dev.lakegate.keystore.vault.KeptFile.Reading;
import dev.lakegate.keystore.vault.OpenVault;
import dev.lakegate.keystore.vault.Vault;
import dev.lakegate.model.Grant;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/// One profile's sealed grant on the disk. Blocks on it, and on the vault when there is something to open.
///
/// @param user the operating system's name of the user
record CredentialFile(KeptFile kept, String user, CredentialKey owner) {
    private static final String SUFFIX = ".sealed";

    static CredentialFile in(Path folder, String user, CredentialKey owner, InstantSource clock) {
        return new CredentialFile(new KeptFile(folder.resolve(owner.profile() + SUFFIX), clock), user, owner);
    }

    static boolean isAnyIn(Path folder) throws ProblemException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.anyMatch(entry -> entry.getFileName().toString().endsWith(SUFFIX));
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("look into " + folder, Reason.of(failure)), failure);
        }
    }

    /// What was found in its place.
    sealed interface Found {
        record Absent() implements Found {}

        record Sound(long generation, Grant grant) implements Found {}

        record Flawed(Flaw flaw) implements Found {}
    }

    Path path() {
        return kept.path();
    }

    Found find(OpenVault vault) throws ProblemException {
        try {
            Reading reading = kept.read();
            if (reading instanceof Reading.Content(ByteBuffer bytes)) {
                return opened(bytes, vault);
            }
            return reading instanceof Reading.Unusable(Flaw flaw) ? new Found.Flawed(flaw) : new Found.Absent();
        } catch (IOException failure) {
            throw failure("read", failure);
        }
    }

    private Found opened(ByteBuffer bytes, OpenVault vault) throws ProblemException {
        Optional<Vault> known = vault.get();
        if (known.isEmpty()) {
            return new Found.Flawed(Flaw.FOREIGN);
        }
        Found found = opened(bytes, vault, known.get());
        if (found instanceof Found.Flawed(Flaw flaw) && flaw == Flaw.FOREIGN) {
            // another process may have signed out for good and begun anew, with another key
            Optional<Vault> kept = vault.fetched();
            return kept.isPresent() ? opened(bytes, vault, kept.get()) : found;
        }
        return found;
    }

    private Found opened(ByteBuffer bytes, OpenVault vault, Vault used) {
        SealedGrant.Opened opened = new SealedGrant(used.key(), user, owner).open(bytes);
        if (!(opened instanceof SealedGrant.Opened.Sound(long generation, Grant grant))) {
            return new Found.Flawed(((SealedGrant.Opened.Flawed) opened).flaw());
        }
        if (generation < used.generation(path())) {
            return new Found.Flawed(Flaw.ROLLED_BACK);
        }
        vault.saw(used, path(), generation);
        return new Found.Sound(generation, grant);
    }

    void write(Vault vault, long generation, Grant grant) throws IOException {
        kept.write(new SealedGrant(vault.key(), user, owner).seal(generation, grant));
    }

    Path setAside(Flaw flaw) throws ProblemException {
        try {
            return kept.setAside(flaw);
        } catch (IOException failure) {
            throw failure("set aside", failure);
        }
    }

    void delete() throws ProblemException {
        try {
            kept.delete();
        } catch (IOException failure) {
            throw failure("delete", failure);
        }
    }

    private ProblemException failure(String verb, IOException failure) {
        return new ProblemException(
                new LocalFailure(verb + " the kept sign-in " + path(), Reason.of(failure)), failure);
    }
}
