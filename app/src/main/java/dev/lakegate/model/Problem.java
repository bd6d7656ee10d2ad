package dev.lakegate.model;

/// What can go wrong, once and for all: each case has a stable code, says what happened and to what, and what
/// to do. The proxy maps it to HTTP (RFC 9457), the command line to an exit status. None carries a secret.
public sealed interface Problem
        permits CallerProblem,
                IdentityProblem,
                KeyStoreProblem,
                GatewayProblem,
                OutboundProxyProblem,
                JoinProblem,
                ClientSetupProblem,
                ProgramProblem {

    /// Its code and its two sentences.
    Text text();

    /// What a person reads of a problem, and programs compare.
    ///
    /// @param code   stable, in lower case; `app/docs/problems.md` lists all of them
    /// @param what   what happened, and to what
    /// @param remedy what the person can do about it
    record Text(String code, String what, String remedy) {
        @Override
        public String toString() {
            return what + " " + remedy;
        }
    }

    default String code() {
        return text().code();
    }
}
