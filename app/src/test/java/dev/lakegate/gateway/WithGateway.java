package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.lakegate.gateway.policy.Revocations;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.HaProxy;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.TlsWire;
import dev.lakegate.sandbox.TlsWire.Answer;
import dev.lakegate.sandbox.TokenForge;
import dev.lakegate.sandbox.workspace.ReceivedRequest;
import dev.lakegate.sandbox.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running gateway in front of two workspaces, and the two issuers it accepts, for all tests of a class.
abstract class WithGateway {
    static final String ME = "/api/2.0/preview/scim/v2/Me";
    static final String ALICE = "alice@acme.example";
    static final String BOB = "bob@acme.example";
    static final String ETL = "5ea1ab1e-0000-4000-8000-00000000e71a";

    static final TokenForge acme = new TokenForge("https://login.acme.example");
    /// Accepted too, with the same kid, but nobody is mapped under it.
    static final TokenForge other = new TokenForge("https://login.other.example");
    /// Known to nobody.
    static final TokenForge stranger = new TokenForge("https://login.acme.example");

    @TempDir
    static Path folder;

    static Certificates certificates;
    static Workspace prod;
    static Workspace dev;
    static HaProxySetup setup;
    static HaProxy gateway;
    static TlsWire wire;

    @BeforeAll
    static void startGateway() {
        certificates = Certificates.create(folder.resolve("pki"));
        prod = Workspace.start("prod.lakegate.test", 2, certificates, folder.resolve("prod"));
        dev = Workspace.start("dev.lakegate.test", 1, certificates, folder.resolve("dev"));
        setup = new HaProxySetup(folder.resolve("gateway of acme"), certificates)
                .issuer(HaProxySetup.ACME, acme.issuer(), acme.jwks())
                .issuer("other", other.issuer(), other.jwks())
                .revocations(Revocations.NONE
                        .withToken("acme", "revoked")
                        .withUser(BOB, Instant.ofEpochSecond(1_700_000_000)))
                .more("""
                        [[people]]
                        issuer = "acme"
                        email = '^(mallory)@evil\\.example$'
                        identity = '\\1@evil.example'

                        [limits.user."batch@acme.example"]
                        requests_per_10s = 5

                        """)
                .workspace("prod", prod.ports())
                .workspace("dev", dev.ports());
        gateway = setup.start();
        wire = new TlsWire(certificates.trusting(), gateway.port(), prod.host());
    }

    @AfterAll
    static void stopGateway() {
        gateway.close();
        prod.close();
        dev.close();
        // one of each kind stands for all: no JWT may be found by its first characters
        Canaries.add(acme.alice().toString());
        Canaries.add(prod.issueToken(ALICE));
        assertThat(Canaries.writtenBelow(folder))
                .as("secrets that were written")
                .isEmpty();
    }

    @BeforeEach
    void forgetRequests() {
        prod.forgetRequests();
        dev.forgetRequests();
    }

    /// Who am I, as alice: passes unless something is spoilt.
    static Request me() {
        return Request.of("GET", ME).token(acme.alice()).credential(prod.issueToken(ALICE));
    }

    /// The workspace got it, once; returns what it got.
    static ReceivedRequest assertPasses(Request request) {
        var answer = wire.send(request.text());
        assertThat(answer.field("X-Lakegate-Error"))
                .as("denial of " + request + ": " + answer)
                .isEmpty();
        assertThat(prod.count() + dev.count()).isEqualTo(1);
        var audited =
                gateway.audited(answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow());
        assertThat(audited.path("deny").asString()).isEmpty();
        assertThat(audited.path("verified").asBoolean()).isTrue();
        return (prod.count() == 1 ? prod : dev).requests().getFirst();
    }

    /// Denied with this, in the answer and in the audit; no workspace got it. Returns the audit line.
    static JsonNode assertDenied(Request request, int status, String code) {
        return assertDenied(request.toString(), wire.send(request.text()), status, code);
    }

    static JsonNode assertDenied(String what, Answer answer, int status, String code) {
        assertThat(answer.status()).as(what + ": " + answer).isEqualTo(status);
        var id = answer.field("X-Lakegate-Gateway-Request-Id").orElseThrow();
        var body = JsonMapper.shared().readTree(answer.body());
        var audited = gateway.audited(id);
        assertSoftly(softly -> {
            softly.assertThat(answer.field("X-Lakegate-Error")).contains(code);
            softly.assertThat(answer.field("X-Lakegate-Rule")).contains("built-in");
            softly.assertThat(answer.field("X-Lakegate-Node")).isEmpty();
            softly.assertThat(body.path("code").asString()).isEqualTo(code);
            softly.assertThat(body.path("error_code").asString()).isEqualTo(code.toUpperCase(Locale.ROOT));
            softly.assertThat(body.path("request_id").asString())
                    .isEqualTo(answer.field("X-Request-Id").orElseThrow());
            softly.assertThat(body.path("gateway_request_id").asString()).isEqualTo(id);
            softly.assertThat(body.path("message").asString()).endsWith(".");
            softly.assertThat(audited.path("deny").asString()).isEqualTo(code);
            softly.assertThat(audited.path("status").asInt()).isEqualTo(status);
            softly.assertThat(prod.count() + dev.count())
                    .as("requests that a workspace got")
                    .isZero();
        });
        return audited;
    }
}
