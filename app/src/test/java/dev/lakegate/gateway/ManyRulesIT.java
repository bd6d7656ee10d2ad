package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TlsWire;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// More rules than HAProxy reads words of one line.
class ManyRulesIT extends WithGateway {
    private static final int RULES = 200;

    @Test
    void the_first_and_the_last_of_two_hundred_denying_rules_deny() {
        String rules = IntStream.rangeClosed(1, RULES).mapToObj("""
                        [[rule]]
                        name = "no-area-%1$d"
                        effect = "deny"
                        paths = ["/sandbox/area%1$d/**"]

                        """::formatted).collect(Collectors.joining());
        try (var host = new HaProxySetup(folder.resolve("many"), certificates)
                .issuer(HaProxySetup.ACME, acme.issuer(), acme.jwks())
                .workspace("prod", prod.ports())
                .more(rules)
                .start()) {
            var toHost = new TlsWire(certificates.trusting(), host.port(), prod.host());
            for (int rule : new int[] {1, RULES}) {
                var answer = toHost.send(me().to("/sandbox/area" + rule + "/x").text());
                assertThat(answer.field("X-Lakegate-Error")).contains("denied_by_policy");
                assertThat(answer.field("X-Lakegate-Rule")).contains("no-area-" + rule);
            }
            assertThat(toHost.send(me().text()).status()).isEqualTo(200);
        }
    }
}
