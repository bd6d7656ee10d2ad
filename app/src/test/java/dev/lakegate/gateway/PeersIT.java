package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.HaProxy;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TlsWire;
import dev.lakegate.sandbox.TokenForge;
import dev.lakegate.sandbox.workspace.Workspace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hosts that tell each other what they counted.
class PeersIT {
    private static final int LIMIT = 20;
    private static final Pattern RATE = Pattern.compile("http_req_rate\\(10000\\)=(\\d+)");
    private static final String ALICE = "alice@acme.example";

    @TempDir
    Path folder;

    private final TokenForge acme = new TokenForge("https://login.acme.example");
    private Workspace prod;
    private HaProxy first;
    private HaProxy second;
    private TlsWire toFirst;
    private TlsWire toSecond;

    @BeforeEach
    void startHosts() {
        Certificates certificates = Certificates.create(folder.resolve("pki"));
        prod = Workspace.start("prod.lakegate.test", 1, certificates, folder.resolve("prod"));
        List<HaProxySetup> hosts = new HaProxySetup(folder.resolve("gateway"), certificates)
                .issuer(HaProxySetup.ACME, acme.issuer(), acme.jwks())
                .workspace("prod", prod.ports())
                .more("""
                        [limits.user."alice@acme.example"]
                        requests_per_10s = %d

                        """.formatted(LIMIT))
                .onHosts(2);
        first = hosts.getFirst().start();
        second = hosts.getLast().port(first.port()).start();
        toFirst = wire("127.0.0.1", certificates.trusting());
        toSecond = wire("127.0.0.2", certificates.trusting());
        for (HaProxy host : List.of(first, second)) {
            Awaitility.await("the peers to know each other")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> host.runtime("show peers").contains("(remote,active)"));
        }
    }

    @AfterEach
    void stopHosts() {
        second.close();
        first.close();
        prod.close();
        Canaries.add(acme.alice().toString());
        Canaries.add(prod.issueToken(ALICE));
        assertThat(Canaries.writtenBelow(folder))
                .as("secrets that were written")
                .isEmpty();
    }

    @Test
    void who_has_used_up_the_limit_at_one_host_is_limited_at_the_other() {
        for (int request = 0; request < LIMIT; request++) {
            assertThat(toFirst.send(asAlice()).status()).isEqualTo(200);
        }
        // Two hosts that have called each other at once both hang up, and call again some seconds later: what was
        // counted
        // meanwhile may be forgotten then, so she goes on asking. HAProxy's count of the last ten seconds is an
        // estimate,
        // which begins to fall at once where one of its periods ends.
        Awaitility.await("the count at the other host")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    toFirst.send(asAlice());
                    return rateAtTheSecond() > LIMIT / 2;
                });

        int served = 0;
        TlsWire.Answer answer = toSecond.send(asAlice());
        while (answer.status() == 200 && served < LIMIT) {
            served++;
            answer = toSecond.send(asAlice());
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.field("X-Lakegate-Error")).contains("rate_limited");
        assertThat(served)
                .as("what it served before, which alone would be %d", LIMIT)
                .isLessThan(LIMIT);
    }

    private int rateAtTheSecond() {
        Matcher rate = RATE.matcher(second.runtime("show table requests_per_user"));
        return rate.find() ? Integer.parseInt(rate.group(1)) : 0;
    }

    private String asAlice() {
        return Request.of("GET", WithGateway.ME)
                .token(acme.alice())
                .credential(prod.issueToken(ALICE))
                .text();
    }

    private TlsWire wire(String address, SSLContext trust) {
        return new TlsWire(trust, new InetSocketAddress(InetAddress.ofLiteral(address), first.port()), prod.host());
    }
}
