package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.local.KeyStoreCheck;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.session.StatusReport.OfProfile;
import java.util.List;
import java.util.Optional;

/// Who is signed in, until when, and whether it lasts.
public final class SignInCheck implements Check {
    private final Surroundings surroundings;

    public SignInCheck(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return "sign_in";
    }

    @Override
    public String title() {
        return "sign-in";
    }

    @Override
    public List<Finding> look() {
        return surroundings.ofEachSession(profile -> List.of(new Finding(profile.name(), outcome(profile))));
    }

    private static Outcome outcome(OfProfile profile) {
        return switch (profile.state()) {
            case OPENING ->
                new Outcome.Attention(
                        "the kept sign-in is still being looked up",
                        "Answer the key store's prompt, if there is one, and run 'lakegate doctor' again.");
            case SIGNED_OUT -> needed("nobody is signed in", "Run 'lakegate login'.");
            case SIGNING_IN -> new Outcome.Attention("a sign-in is under way", "Complete it in the browser.");
            case SIGNED_IN -> signedIn(profile);
        };
    }

    private static Outcome signedIn(OfProfile profile) {
        String until = profile.validUntil() == null ? "" : ", until " + profile.validUntil();
        Optional<String> problem =
                Optional.ofNullable(profile.problem()).filter(code -> !KeyStoreCheck.isAboutTheKeyStore(code));
        if (problem.isPresent()) {
            return needed(
                    problem.get() + " stands in the way of " + profile.person(),
                    Optional.ofNullable(profile.remedy()).orElse("Run 'lakegate login'."));
        }
        return profile.renewed()
                ? new Outcome.Fine(profile.person() + until + ", renewed before")
                : new Outcome.Attention(
                        profile.person() + until + ", and then it ends: the provider gave no refresh token",
                        "Run 'lakegate login' then; ask whoever manages the provider to allow offline_access.");
    }

    private static Outcome needed(String detail, String remedy) {
        return new Outcome.Wrong(detail, remedy, ExitStatus.SIGN_IN_NEEDED);
    }
}
