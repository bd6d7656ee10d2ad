package dev.lakegate.network;

import dev.lakegate.model.OutboundProxyProblem;
import dev.lakegate.model.ProblemException;
import java.io.IOException;

/// A call that came no further than the outbound proxy.
public final class OutboundProxyFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient OutboundProxyProblem problem;

    OutboundProxyFailure(OutboundProxyProblem problem) {
        super(problem.text().what().replaceFirst("\\.$", ""));
        this.problem = problem;
    }

    public OutboundProxyProblem problem() {
        return problem;
    }

    /// The problem to be told in place of what the call was for; the failure goes with it.
    public ProblemException asProblem() {
        return new ProblemException(problem, this);
    }
}
