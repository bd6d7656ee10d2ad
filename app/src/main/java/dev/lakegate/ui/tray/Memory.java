package dev.lakegate.ui.tray;

import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.OfProfile;
import dev.lakegate.session.StatusReport.SignInState;
import dev.lakegate.session.changes.Change;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What has happened that the program's state does not tell any more. Of one thread.
final class Memory {
    private final Map<String, String> renewalProblems = new HashMap<>();
    private final Set<String> signedIn = new HashSet<>();
    private final Set<String> lost = new HashSet<>();

    void hear(Change change) {
        switch (change) {
            case Change.Renewal renewal -> note(renewal);
            case Change.SignedOut(String profile) -> {
                renewalProblems.remove(profile);
                signedIn.remove(profile);
                lost.remove(profile);
            }
            case Change.Status _,
                    Change.Unreachable _,
                    Change.Reached _,
                    Change.Denial _,
                    Change.Traffic _,
                    Change.NewerRelease _,
                    Change.Reveal _ -> {}
        }
    }

    private void note(Change.Renewal renewal) {
        String problem = renewal.problem();
        if (problem == null) {
            renewalProblems.remove(renewal.profile());
        } else {
            renewalProblems.put(renewal.profile(), problem);
        }
    }

    /// Notices whose sign-in has ended without their doing.
    void see(StatusReport status) {
        for (OfProfile profile : status.profiles()) {
            if (profile.state() == SignInState.SIGNED_IN) {
                signedIn.add(profile.name());
                lost.remove(profile.name());
            } else if (profile.state() == SignInState.SIGNED_OUT && signedIn.remove(profile.name())) {
                lost.add(profile.name());
                renewalProblems.remove(profile.name());
            }
        }
    }

    Map<String, String> renewalProblems() {
        return renewalProblems;
    }

    Set<String> lost() {
        return lost;
    }
}
