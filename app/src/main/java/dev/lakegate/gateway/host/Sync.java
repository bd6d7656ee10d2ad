package dev.lakegate.gateway.host;

import dev.lakegate.gateway.keys.KeptKeysFolder;
import dev.lakegate.gateway.keys.KeyRefresh;
import dev.lakegate.gateway.keys.KeyRefresh.Urgency;
import dev.lakegate.gateway.keys.Refreshed;
import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Keeps the running HAProxy at what the policy and the issuers' keys are now. Blocks.
public final class Sync {
    private final Path policyFile;
    private final RevocationFile revocations;
    private final KeptKeysFolder keptKeys;
    private final KeyRefresh refresh;
    private final ConfigurationFolder folder;
    private final HaProxyProgram program;
    private final Map<String, Long> unknownKeys = new HashMap<>();

    public Sync(
            Path policyFile,
            ConfigurationFolder folder,
            KeptKeysFolder keptKeys,
            KeyRefresh refresh,
            HaProxyProgram program) {
        this.policyFile = policyFile;
        this.folder = folder;
        this.revocations = new RevocationFile(folder);
        this.keptKeys = keptKeys;
        this.refresh = refresh;
        this.program = program;
    }

    /// What one round did.
    public record Round(List<Refreshed> keys, Deployment.Result deployed) {
        public Round {
            keys = List.copyOf(keys);
        }

        /// Whether all keys are fresh and HAProxy has what it should have.
        public boolean isGood() {
            return !(deployed instanceof Deployment.Result.Kept)
                    && keys.stream()
                            .noneMatch(each -> each instanceof Refreshed.Kept || each instanceof Refreshed.None);
        }
    }

    /// Fetches keys and deploys. What fails leaves in place what works.
    public Round round(Policy policy, Urgency urgency) throws ProblemException {
        List<Refreshed> keys = refresh.refresh(policy.issuers(), urgency);
        return new Round(keys, folder.alone(() -> deploy(policy)));
    }

    private Deployment.Result deploy(Policy policy) throws ProblemException {
        RunningHaProxy running = new RunningHaProxy(policy.gateway());
        try {
            Compilation compilation = Compilation.of(policy, policyFile, keptKeys, revocations);
            Deployment.Result result = new Deployment(folder, program, running).deploy(compilation.compiler());
            if (running.isThere()) {
                running.fetched(compilation.fetched());
            }
            return result;
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("bring HAProxy up to date", Reason.of(failure)), failure);
        }
    }

    /// Looks at the running HAProxy: ends streams that have lasted too long, and has the keys of an issuer
    /// fetched
    /// sooner whose tokens come with unknown ones.
    public void look(Policy policy) throws IOException, ProblemException {
        RunningHaProxy running = new RunningHaProxy(policy.gateway());
        if (!running.isThere()) {
            return;
        }
        running.endStreamsOlderThan(policy.gateway().longestStream());
        Map<String, Long> counts = running.unknownKeys();
        for (Issuer issuer : policy.issuers()) {
            long count = counts.getOrDefault(issuer.name(), 0L);
            if (count > unknownKeys.getOrDefault(issuer.name(), 0L)) {
                refresh.unknownKidSeen(issuer);
            }
            unknownKeys.put(issuer.name(), count);
        }
    }
}
