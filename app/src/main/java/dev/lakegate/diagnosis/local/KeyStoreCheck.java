package dev.lakegate.diagnosis.local;

import dev.lakegate.config.CredentialSettings.Store;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.SignInState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where sign-ins are kept, and what stands in the way.
public final class KeyStoreCheck implements Check {
    private static final String MEMORY = "memory";

    /// The codes of `model.KeyStoreProblem`.
    private static final Set<String> PROBLEMS = Set.of(
            "key_store_absent",
            "key_store_locked",
            "key_store_failed",
            "passphrase_needed",
            "passphrase_wrong",
            "credentials_set_aside");

    private final Surroundings surroundings;

    public KeyStoreCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "key_store";
    }

    @Override
    public String title() {
        return "key store";
    }

    /// Whether a problem of a session is one of its key store.
    public static boolean isAboutTheKeyStore(String problem) {
        return PROBLEMS.contains(problem);
    }

    @Override
    public List<Finding> look() {
        return surroundings.ofEachSession(profile -> List.of(new Finding(profile.name(), outcome(profile))));
    }

    private Outcome outcome(OfProfile profile) {
        // with the reason behind it, where there is one
        boolean inMemory = profile.keptIn().startsWith(MEMORY);
        Optional<String> problem = Optional.ofNullable(profile.problem()).filter(PROBLEMS::contains);
        if (problem.isPresent() && !inMemory) {
            return new Outcome.Wrong(
                    Phrase.of("doctor.key_store.problem", profile.keptIn(), Phrase.what(problem.get(), problem.get())),
                    remedy(profile, problem.get()),
                    problem.get().equals("credentials_set_aside") ? ExitStatus.SIGN_IN_NEEDED : ExitStatus.FAILED);
        }
        if (!inMemory) {
            return profile.state() == SignInState.SIGNED_IN
                    ? new Outcome.Fine(Phrase.of("doctor.key_store.fine", profile.keptIn()))
                    : new Outcome.NotLookedAt(Phrase.of("doctor.key_store.unused", profile.keptIn()));
        }
        boolean wanted =
                surroundings.configuration().fold(read -> read.credentials().store() == Store.MEMORY, _ -> false);
        if (wanted && problem.isEmpty()) {
            return new Outcome.Fine(Phrase.of("doctor.key_store.wanted"));
        }
        String reason = profile.keptIn().substring(MEMORY.length());
        return problem.<Outcome>map(code -> new Outcome.Attention(
                        Phrase.of("doctor.key_store.memory.problem", reason, Phrase.what(code, code)),
                        remedy(profile, code)))
                .orElse(new Outcome.Attention(
                        Phrase.of("doctor.key_store.memory", reason), Phrase.of("doctor.key_store.memory.remedy")));
    }

    private static Phrase remedy(OfProfile profile, String problem) {
        return profile.remedy() == null
                ? Phrase.of("doctor.key_store.problem.remedy")
                : Phrase.remedy(problem, profile.remedy());
    }
}
