package dev.lakegate.model;

/// Carries a [Problem] up to whoever tells the person: the proxy, the command line.
public final class ProblemException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.text());
        this.problem = problem;
    }

    public ProblemException(Problem problem, Throwable cause) {
        this(problem);
        initCause(cause);
    }

    public Problem problem() {
        return problem;
    }
}
