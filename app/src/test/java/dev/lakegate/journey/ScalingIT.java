package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.HaProxy;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.LoopbackNames;
import dev.lakegate.sandbox.Provider;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.SteadyLoad;
import dev.lakegate.sandbox.SteadyLoad.Sample;
import dev.lakegate.sandbox.TokenForge;
import dev.lakegate.sandbox.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Three HAProxy hosts of one policy, whose name has all three addresses, before five nodes of a workspace.
class ScalingIT {
    private static final String ME = "/api/2.0/preview/scim/v2/Me";
    /// So that some are under way at any time, at each node.
    private static final String SLOW = "/sandbox/slow?ms=300";
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<HaProxy> hosts = new ArrayList<>();
    private List<HaProxySetup> setups = List.of();
    private Provider provider;
    private Workspace prod;
    private Laptop laptop;

    @BeforeEach
    void aliceSignsIn() throws Exception {
        Certificates certificates = Certificates.create(folder.resolve("certificates"));
        provider = Provider.start(ProviderSettings.standard());
        prod = Workspace.start("prod.lakegate.test", 5, certificates, folder.resolve("prod"));
        prod.trust(provider.issuer().toString());
        setups = new HaProxySetup(folder.resolve("gateway"), certificates)
                .issuer(HaProxySetup.ACME, provider.issuer().toString(), provider.keys())
                .workspace("prod", prod.ports())
                .onHosts(3);
        for (HaProxySetup setup : setups) {
            hosts.add((hosts.isEmpty() ? setup : setup.port(hosts.getFirst().port())).start());
        }
        laptop = new Laptop(
                folder.resolve("laptop"),
                """
                        [profile.acme]
                        issuer = "%s"
                        client_id = "lakegate"
                        audience = "%s"
                        scopes = ["openid", "offline_access", "profile", "email", "lakegate"]
                        gateway = "https://%s:%d"
                        ca_file = "%s"

                        [profile.acme.route.prod]
                        port = $PORT_PROD
                        workspace = "%s"
                        """.formatted(
                                provider.issuer(),
                                Workspace.AUDIENCE,
                                LoopbackNames.GATEWAY,
                                hosts.getFirst().port(),
                                certificates.caPem(),
                                prod.host()),
                Map.of());
        laptop.start();
        laptop.signIn("alice");
    }

    @AfterEach
    void end() {
        provider.issued().forEach(Canaries::add);
        Stream.of(laptop, provider, prod).forEach(ScalingIT::close);
        hosts.forEach(HaProxy::close);
        assertThat(Canaries.writtenBelow(folder))
                .as("secrets that were written")
                .isEmpty();
    }

    @Test
    void no_request_fails_while_nodes_come_and_go_keys_change_and_a_host_is_stopped() throws Exception {
        List<SteadyLoad.Target> targets = Stream.of(ME, SLOW)
                .map(path -> new SteadyLoad.Target(laptop.address("prod").resolve(path), laptop.localKey("prod")))
                .toList();
        CompletableFuture<?> story = new CompletableFuture<>();
        // a thread of its own: the JDK's client completes on the common pool, which may be this one thread
        CompletableFuture<List<Sample>> load = CompletableFuture.supplyAsync(
                () -> new SteadyLoad(targets, PER_SECOND).whileTrue(() -> !story.isDone()), Thread::startVirtualThread);
        try {
            whatHappens();
        } finally {
            story.complete(null);
        }

        List<Sample> samples = load.join();
        assertThat(samples.stream().filter(sample -> sample.status() != 200).limit(10))
                .as("requests that failed")
                .isEmpty();
        assertThat(requestsAt(hosts.get(2))).isZero();
    }

    private void whatHappens() throws Exception {
        awaitRequestsAt("node1");
        prod.addNode();
        setups.getFirst().workspace("prod", prod.ports());
        everywhere(HaProxySetup::compile);
        awaitRequestsAt("node6");

        prod.kill(6);
        prod.kill(2);
        await("node 2 out of use").until(() -> isDown("node2") && isDown("node6"));
        prod.restart(2);
        awaitRequestsAt("node2");

        JWKSet more = new JWKSet(Stream.of(provider.keys(), new TokenForge("https://next.example").jwks())
                .flatMap(keys -> keys.getKeys().stream())
                .toList());
        everywhere(setup -> setup.keys(HaProxySetup.ACME, more));

        hosts.getFirst().close();
        prod.kill(3);
        await("what the second host takes over").until(() -> requestsAt(hosts.get(1)) > PER_SECOND);
    }

    private void everywhere(Consumer<HaProxySetup> change) {
        for (int host = 0; host < hosts.size(); host++) {
            change.accept(setups.get(host));
            hosts.get(host).reload();
        }
    }

    private void awaitRequestsAt(String node) {
        long before = lines(node).count();
        await("requests at " + node).until(() -> lines(node).count() > before);
    }

    private Stream<JsonNode> lines(String node) {
        return hosts.getFirst().auditLines().stream()
                .filter(line -> line.path("node").asString().equals(node));
    }

    private boolean isDown(String node) {
        return hosts.getFirst()
                .runtime("show servers state prod")
                .lines()
                .map(line -> line.split(" "))
                .anyMatch(server -> server.length > 5 && server[3].equals(node) && server[5].equals("0"));
    }

    private static long requestsAt(HaProxy host) {
        return host.auditLines().stream()
                .filter(line -> line.path("path").asString().equals(ME))
                .count();
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(50));
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
