package dev.lakegate.model;

/// How a command ends, for scripts.
public enum ExitStatus {
    DONE(0),
    FAILED(1),
    WRONG_USAGE(2),
    SIGN_IN_NEEDED(3),
    DENIED_BY_GATEWAY(4),
    UNREACHABLE(5);

    private final int number;

    ExitStatus(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    public static ExitStatus of(Problem problem) {
        return switch (problem) {
            case IdentityProblem.SignInNeeded _,
                    IdentityProblem.SignInTimedOut _,
                    IdentityProblem.SignInRefused _,
                    IdentityProblem.SignInCancelled _,
                    IdentityProblem.StrongerSignInNeeded _,
                    IdentityProblem.SignedOut _,
                    KeyStoreProblem.CredentialsSetAside _ -> SIGN_IN_NEEDED;
            case GatewayProblem.DeniedByGateway _ -> DENIED_BY_GATEWAY;
            case IdentityProblem.ProviderUnreachable _,
                    GatewayProblem.GatewayUnreachable _,
                    GatewayProblem.GatewayTimedOut _,
                    OutboundProxyProblem _ -> UNREACHABLE;
            case ProgramProblem.UnknownRoute _,
                    ProgramProblem.NotForBrowsers _,
                    ProgramProblem.UnknownProfile _,
                    JoinProblem.GatewayAddressInvalid _,
                    JoinProblem.JoinNotPinned _,
                    JoinProblem.ProfileToChoose _,
                    IdentityProblem.DeviceGrantNotAllowed _ -> WRONG_USAGE;
            case IdentityProblem.TokenNotAcceptable _,
                    IdentityProblem.ProviderMisconfigured _,
                    IdentityProblem.ExchangeRefused _,
                    GatewayProblem.GatewayUntrusted _,
                    GatewayProblem.GatewayBrokeOff _,
                    JoinProblem.DescriptorAbsent _,
                    JoinProblem.DescriptorRefused _,
                    JoinProblem.GatewayNotPermitted _,
                    JoinProblem.GatewayChanged _,
                    ProgramProblem.ConfigurationInvalid _,
                    ProgramProblem.PortTaken _,
                    ProgramProblem.MetricsPortTaken _,
                    ProgramProblem.AlreadyRunning _,
                    ProgramProblem.ProgramEnding _,
                    ProgramProblem.AuditUnavailable _,
                    ProgramProblem.Paused _,
                    ProgramProblem.NotRunning _,
                    ProgramProblem.LocalFailure _,
                    ProgramProblem.VersionSkew _,
                    KeyStoreProblem.KeyStoreAbsent _,
                    KeyStoreProblem.KeyStoreLocked _,
                    KeyStoreProblem.KeyStoreFailed _,
                    KeyStoreProblem.PassphraseNeeded _,
                    KeyStoreProblem.PassphraseWrong _,
                    GatewayProblem.SignInPageAnswered _,
                    ClientSetupProblem _,
                    CallerProblem _ -> FAILED;
        };
    }
}
