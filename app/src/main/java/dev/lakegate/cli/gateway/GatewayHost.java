package dev.lakegate.cli.gateway;

import dev.lakegate.gateway.host.Compilation;
import dev.lakegate.gateway.host.ConfigurationFolder;
import dev.lakegate.gateway.host.HaProxyProgram;
import dev.lakegate.gateway.host.RevocationFile;
import dev.lakegate.gateway.keys.KeptKeysFolder;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.PolicyReader;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where this host keeps its policy and HAProxy its files: the options that all commands have.
final class GatewayHost {
    @Option(
            names = "--policy",
            paramLabel = "FILE",
            defaultValue = "/etc/lakegate/gateway.toml",
            description = "The policy; ${DEFAULT-VALUE} unless given.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path policy;

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "/var/lib/lakegate-gateway",
            description =
                    "What is made of it; HAProxy reads FOLDER/current/haproxy.cfg. ${DEFAULT-VALUE} unless given.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(names = "--haproxy", paramLabel = "FILE", description = "HAProxy's program; the one on PATH unless given.")
    private Optional<Path> haproxy = Optional.empty();

    Path policyFile() {
        return policy;
    }

    PolicyReader.Outcome read() throws ProblemException {
        try {
            return PolicyReader.read(policy, LocalDate.now(ZoneOffset.UTC));
        } catch (IOException failure) {
            throw failed("read the policy " + policy, failure);
        }
    }

    /// Throws a problem with all that is wrong with it.
    Policy policy() throws ProblemException {
        PolicyReader.Outcome outcome = read();
        return outcome.policy()
                .orElseThrow(() -> new ProblemException(
                        new ConfigurationInvalid(outcome.findings().problems())));
    }

    ConfigurationFolder configuration() {
        return new ConfigurationFolder(folder);
    }

    KeptKeysFolder keptKeys() {
        return new KeptKeysFolder(folder.resolve("keys"), InstantSource.system());
    }

    RevocationFile revocations() {
        return new RevocationFile(configuration());
    }

    Compilation compilation() throws ProblemException {
        try {
            return Compilation.of(policy(), policy, keptKeys(), revocations());
        } catch (IOException failure) {
            throw failed("read what this host knows beside its policy", failure);
        }
    }

    /// One that may be used; throws a problem with the reason when there is none.
    HaProxyProgram program(Console console) throws ProblemException {
        HaProxyProgram program = haproxy.map(HaProxyProgram::new)
                .or(() -> HaProxyProgram.found(console.environment()))
                .orElseThrow(() -> new ProblemException(
                        new LocalFailure("find HAProxy", "there is none on PATH; name it with --haproxy")));
        try {
            Optional<String> unsafe = program.whyUnsafe();
            if (unsafe.isPresent()) {
                throw new ProblemException(new LocalFailure("use " + program, unsafe.get()));
            }
            return program;
        } catch (IOException failure) {
            throw failed("run " + program, failure);
        }
    }

    static ProblemException failed(String what, IOException failure) {
        return new ProblemException(new LocalFailure(what, Reason.of(failure)), failure);
    }
}
