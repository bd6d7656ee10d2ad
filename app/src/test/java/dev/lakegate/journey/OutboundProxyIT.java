package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.OutboundProxyProblem.OutboundProxyRefused;
import dev.lakegate.model.OutboundProxyProblem.OutboundProxyUnreachable;
import dev.lakegate.model.ProblemException;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.Certificates.ServerCertificate;
import dev.lakegate.sandbox.ForwardProxy;
import dev.lakegate.sandbox.HaProxy;
import dev.lakegate.sandbox.HaProxySetup;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.LoopbackNames;
import dev.lakegate.sandbox.Person;
import dev.lakegate.sandbox.Provider;
import dev.lakegate.sandbox.ProviderSettings;
import dev.lakegate.sandbox.ProviderSettings.Tls;
import dev.lakegate.sandbox.workspace.Workspace;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInNews;
import dev.lakegate.session.SignInWay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A company whose laptops reach nothing but by an outbound proxy that wants a password; only the proxy knows
/// where the gateway is. The browser has a way of its own.
@Timeout(180)
class OutboundProxyIT {
    private static final String GATEWAY = "gateway.outside.test";
    private static final String ME = "/api/2.0/preview/scim/v2/Me";
    private static final String PASSWORD = "canary-" + UUID.randomUUID();

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static Provider provider;
    private static Workspace prod;
    private static HaProxy gateway;

    private final List<Laptop> laptops = new ArrayList<>();
    private final ForwardProxy proxy =
            ForwardProxy.of("alice", PASSWORD).knows(GATEWAY, "127.0.0.1").knows(LoopbackNames.PROVIDER, "127.0.0.1");

    @BeforeAll
    static void found() {
        Canaries.add(PASSWORD);
        certificates = Certificates.create(folder.resolve("certificates"));
        ServerCertificate ofTheProvider = certificates.server(LoopbackNames.PROVIDER, "127.0.0.1");
        provider = Provider.start(ProviderSettings.standard()
                .with(new Tls(
                        ofTheProvider.chainPem(),
                        ofTheProvider.keyPem(),
                        certificates.trusting(),
                        LoopbackNames.PROVIDER)));
        prod = Workspace.start("prod.lakegate.test", 1, certificates, folder.resolve("prod"));
        prod.trust(provider.issuer().toString());
        gateway = new HaProxySetup(folder.resolve("gateway"), certificates)
                .issuer(HaProxySetup.ACME, provider.issuer().toString(), provider.keys())
                .workspace("prod", prod.ports())
                .start();
    }

    @AfterEach
    void leave() {
        laptops.forEach(Laptop::close);
        proxy.close();
    }

    @AfterAll
    static void end() {
        provider.issued().forEach(Canaries::add);
        gateway.close();
        prod.close();
        provider.close();
        assertThat(Canaries.writtenBelow(folder))
                .as("secrets that were written")
                .isEmpty();
    }

    @Test
    void one_signs_in_exchanges_and_calls_by_the_proxy_alone() throws Exception {
        Laptop laptop = laptop(Map.of("HTTPS_PROXY", withPassword(PASSWORD), "NO_PROXY", "elsewhere.test"));

        signIn(laptop);
        Notebook.Answer me = Notebook.of(laptop, "prod").get(ME);

        assertThat(me.json().path("userName").asString()).isEqualTo("alice@acme.example");
        assertThat(proxy.targets())
                .containsExactly(
                        GATEWAY + ":" + gateway.port(),
                        LoopbackNames.PROVIDER + ":" + provider.issuer().getPort());
        assertThat(proxy.received())
                .allSatisfy(received -> assertThat(received.fields())
                        .filteredOn(field -> field.toLowerCase(Locale.ROOT).contains("authorization"))
                        .singleElement()
                        .asString()
                        .startsWith("Proxy-Authorization: Basic "));
        assertThat(prod.requests())
                .allSatisfy(request ->
                        assertThat(request.fields("Proxy-Authorization")).isEmpty());
    }

    @Test
    void a_proxy_that_is_down_is_told_as_such_and_nothing_is_tried_without_it() throws Exception {
        Laptop laptop = laptop(Map.of("HTTPS_PROXY", withPassword(PASSWORD)));
        signIn(laptop);
        Notebook notebook = Notebook.of(laptop, "prod");
        assertThat(notebook.get(ME).status()).isEqualTo(200);
        Laptop other = laptop(Map.of("HTTPS_PROXY", withPassword(PASSWORD)));

        proxy.close();
        Notebook.Answer answer = notebook.get(ME);
        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> signIn(other));

        WithSandbox.assertProblem(answer, 503, "outbound_proxy_unreachable");
        assertThat(answer.field("Retry-After")).isPresent();
        assertThat(answer.body()).contains(proxy.address()).doesNotContain(PASSWORD);
        assertThat(refusal.problem()).isInstanceOf(OutboundProxyUnreachable.class);
        try (ForwardProxy again = proxy.restarted()) {
            assertThat(notebook.get(ME).status()).isEqualTo(200);
            assertThat(again.targets()).containsExactly(GATEWAY + ":" + gateway.port());
        }
    }

    @Test
    void a_proxy_that_refuses_the_password_is_told_as_such() throws Exception {
        Laptop laptop = laptop(Map.of("HTTPS_PROXY", withPassword("wrong")));

        ProblemException refusal = catchThrowableOfType(ProblemException.class, () -> signIn(laptop));

        assertThat(refusal.problem())
                .isInstanceOfSatisfying(
                        OutboundProxyRefused.class,
                        refused -> assertThat(refused.status()).isEqualTo(407));
        assertThat(refusal.problem().text().remedy()).contains("proxy_password_file");
    }

    @Test
    void a_gateway_that_refuses_is_called_by_it_and_a_provider_of_no_proxy_is_not() throws Exception {
        Laptop laptop = laptop(Map.of("HTTPS_PROXY", withPassword("wrong"), "NO_PROXY", LoopbackNames.PROVIDER));

        signIn(laptop);
        Notebook.Answer answer = Notebook.of(laptop, "prod").get(ME);

        WithSandbox.assertProblem(answer, 502, "outbound_proxy_refused");
        assertThat(proxy.targets()).containsExactly(GATEWAY + ":" + gateway.port());
    }

    private String withPassword(String password) {
        return proxy.address().replace("//", "//alice:" + password + "@");
    }

    private Laptop laptop(Map<String, String> environment) throws ProblemException {
        Laptop laptop = new Laptop(
                folder.resolve("laptop-" + UUID.randomUUID()),
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
                                GATEWAY,
                                gateway.port(),
                                certificates.caPem(),
                                prod.host()),
                environment);
        laptops.add(laptop);
        laptop.start();
        return laptop;
    }

    private static void signIn(Laptop laptop) throws Exception {
        try (SignInHandle part = laptop.instance().session(null).signIn(SignInWay.NO_BROWSER, OutboundProxyIT::visit)) {
            part.await();
        }
    }

    private static void visit(SignInNews news) {
        if (news instanceof SignInNews.SignInAt at) {
            try {
                new Person("alice", "alice-password", certificates.trusting()).signIn(at.address());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
