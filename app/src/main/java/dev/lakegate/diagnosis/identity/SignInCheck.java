package dev.lakegate.diagnosis.identity;

import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.diagnosis.local.KeyStoreCheck;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import dev.lakegate.session.StatusReport.OfProfile;
import java.time.Instant;
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
                new Outcome.Attention(Phrase.of("doctor.sign_in.opening"), Phrase.of("doctor.sign_in.opening.remedy"));
            case SIGNED_OUT -> needed(Phrase.of("doctor.sign_in.nobody"), Phrase.of("doctor.sign_in.remedy"));
            case SIGNING_IN ->
                new Outcome.Attention(
                        Phrase.of("doctor.sign_in.under_way"), Phrase.of("doctor.sign_in.under_way.remedy"));
            case SIGNED_IN -> signedIn(profile);
        };
    }

    private static Outcome signedIn(OfProfile profile) {
        String person = String.valueOf(profile.person());
        Optional<String> problem =
                Optional.ofNullable(profile.problem()).filter(code -> !KeyStoreCheck.isAboutTheKeyStore(code));
        if (problem.isPresent()) {
            String code = problem.get();
            return needed(
                    Phrase.of("doctor.sign_in.problem", Phrase.what(code, code), person),
                    Optional.ofNullable(profile.remedy())
                            .map(remedy -> Phrase.remedy(code, remedy))
                            .orElse(Phrase.of("doctor.sign_in.remedy")));
        }
        Optional<String> until = Optional.ofNullable(profile.validUntil()).map(Instant::toString);
        return profile.renewed()
                ? new Outcome.Fine(until.map(end -> Phrase.of("doctor.sign_in.renewed", person, end))
                        .orElse(Phrase.of("doctor.sign_in.renewed.untimed", person)))
                : new Outcome.Attention(
                        until.map(end -> Phrase.of("doctor.sign_in.ends", person, end))
                                .orElse(Phrase.of("doctor.sign_in.ends.untimed", person)),
                        Phrase.of("doctor.sign_in.ends.remedy"));
    }

    private static Outcome needed(Phrase detail, Phrase remedy) {
        return new Outcome.Wrong(detail, remedy, ExitStatus.SIGN_IN_NEEDED);
    }
}
