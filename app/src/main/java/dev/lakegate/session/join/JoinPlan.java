package dev.lakegate.session.join;

import dev.lakegate.config.Profile;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import dev.lakegate.os.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What joining a gateway would do to `lakegate.toml`: shown to the person first, and then written as it was shown.
///
/// @param file     the person's file
/// @param before   its text now; empty where there is none
/// @param after    its text then
/// @param profiles one for each that the gateway offers
/// @param known    how many profiles there are then, those of other gateways among them
public record JoinPlan(URI gateway, Path file, Optional<String> before, String after, List<Offer> profiles, int known) {
    public JoinPlan {
        profiles = List.copyOf(profiles);
    }

    /// What becomes of an offered profile.
    public sealed interface Offer {
        ProfileName name();

        /// The administrator has set it, so that the offer counts for nothing.
        record Administrated(ProfileName name) implements Offer {}

        /// There was none of that name.
        record New(Profile profile) implements Offer {
            @Override
            public ProfileName name() {
                return profile.name();
            }
        }

        /// There is one of that name, and it changes.
        ///
        /// @param profile as it would be
        record Changed(Profile profile, List<Change> changes) implements Offer {
            public Changed {
                changes = List.copyOf(changes);
            }

            @Override
            public ProfileName name() {
                return profile.name();
            }
        }

        /// It is there as it is offered.
        record Unchanged(Profile profile) implements Offer {
            @Override
            public ProfileName name() {
                return profile.name();
            }
        }
    }

    /// One setting's value in effect.
    ///
    /// @param setting its key within the profile
    public record Change(String setting, String before, String after) {}

    /// Whether there is nothing to write.
    public boolean isNothing() {
        return profiles.stream().noneMatch(offer -> offer instanceof Offer.New || offer instanceof Offer.Changed);
    }

    /// Where the former text is kept; [#write] makes it.
    public Optional<Path> backup() {
        return before.map(_ -> backupOf(file));
    }

    /// Where the text that a file had before the last join is kept, if there was any.
    public static Path backupOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".before-join");
    }

    /// Writes the file in one step, for its owner alone, and keeps the former one beside it. Throws a problem, with
    /// nothing changed, when the file is no longer as it was shown.
    public void write() throws ProblemException {
        try {
            if (!textOf(file).equals(before)) {
                throw new IOException("it was changed meanwhile; nothing was written");
            }
            if (before.isPresent() && backup().isPresent()) {
                OwnerOnly.replace(backup().get(), before.get().getBytes(StandardCharsets.UTF_8));
            }
            OwnerOnly.replaceLinked(file, after.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("write " + file, Reason.of(failure)), failure);
        }
    }

    /// Empty where there is no file.
    static Optional<String> textOf(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }
}
