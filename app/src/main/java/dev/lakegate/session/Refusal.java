package dev.lakegate.session;

import dev.lakegate.model.ExitStatus;

/// A problem that the running program had with a command.
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitStatus exitStatus;

    Refusal(ControlMessage.Refused refused) {
        super(refused.code() + ": " + refused.what() + " " + refused.remedy());
        this.exitStatus = refused.exitStatus();
    }

    public ExitStatus exitStatus() {
        return exitStatus;
    }
}
