package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TlsWire;
import dev.lakegate.sandbox.workspace.Workspace;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A workspace that is not there, or is not who it should be.
class WorkspaceDownIT extends WithGateway {
    @Test
    void a_workspace_whose_certificate_is_anothers_gets_no_request() {
        var foreign = Certificates.create(folder.resolve("foreign"));
        var home = Certificates.create(folder.resolve("home"));
        try (var impostor = Workspace.start("prod.lakegate.test", 1, foreign, folder.resolve("impostor"));
                var misnamed = Workspace.start("other.lakegate.test", 1, home, folder.resolve("misnamed"));
                var edge = new HaProxySetup(folder.resolve("edge"), home)
                        .issuer(HaProxySetup.ACME, acme.issuer(), acme.jwks())
                        .workspace("prod", impostor.ports())
                        .workspace("dev", misnamed.ports())
                        .start()) {
            var theWire = new TlsWire(home.trusting(), edge.port(), "prod.lakegate.test");
            for (var host : new String[] {"prod.lakegate.test", "dev.lakegate.test"}) {
                var answer = theWire.send(
                        me().with("Host", host).and("X-Request-Id: proxy-id-1").text());
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.field("X-Lakegate-Error")).contains("workspace_unreachable");
                assertThat(answer.field("Retry-After")).contains("5");
                assertThat(JsonMapper.shared()
                                .readTree(answer.body())
                                .path("request_id")
                                .asString())
                        .isEqualTo("proxy-id-1");
                var audited = edge.audited(
                        answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow());
                assertThat(audited.path("deny").asString()).isEqualTo("workspace_unreachable");
                assertThat(audited.path("status").asInt()).isEqualTo(503);
            }
            assertThat(impostor.count() + misnamed.count()).isZero();
        }
    }
}
