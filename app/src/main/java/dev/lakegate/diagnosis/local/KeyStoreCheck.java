package dev.lakegate.diagnosis.local;

import dev.lakegate.config.CredentialSettings.Store;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.ExitStatus;
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
        String remedy = Optional.ofNullable(profile.remedy())
                .orElse("Unlock or repair this system's key store, then sign in again.");
        if (problem.isPresent() && !inMemory) {
            return new Outcome.Wrong(
                    "the sign-in could not be kept in or taken from " + profile.keptIn() + ": " + problem.get(),
                    remedy,
                    problem.get().equals("credentials_set_aside") ? ExitStatus.SIGN_IN_NEEDED : ExitStatus.FAILED);
        }
        if (!inMemory) {
            return profile.state() == SignInState.SIGNED_IN
                    ? new Outcome.Fine("kept in " + profile.keptIn())
                    : new Outcome.NotLookedAt(
                            "nothing is kept yet; whether " + profile.keptIn() + " works shows at the next sign-in");
        }
        boolean wanted =
                surroundings.configuration().fold(read -> read.credentials().store() == Store.MEMORY, _ -> false);
        return wanted && problem.isEmpty()
                ? new Outcome.Fine("kept in memory, as lakegate.toml asks for")
                : new Outcome.Attention(
                        "the sign-in is kept in " + profile.keptIn() + " and ends with the program"
                                + problem.map(code -> ": " + code).orElse(""),
                        problem.isPresent()
                                ? remedy
                                : "Keep 'lakegate run' running, or choose another credentials.store in lakegate.toml.");
    }
}
