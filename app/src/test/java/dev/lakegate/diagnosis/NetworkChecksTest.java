package dev.lakegate.diagnosis;

import static dev.lakegate.model.Phrase.verbatim;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.Attention;
import dev.lakegate.diagnosis.check.Outcome.Fine;
import dev.lakegate.diagnosis.check.Outcome.NotLookedAt;
import dev.lakegate.diagnosis.check.Outcome.Wrong;
import dev.lakegate.diagnosis.network.NamesCheck.Lookup;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.oauth.TinyProvider;
import dev.lakegate.sandbox.Certificates;
import dev.lakegate.sandbox.Certificates.ServerCertificate;
import dev.lakegate.sandbox.ForwardProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The way to provider and gateway, sound and not. The gateway is a TLS server of this test's.
class NetworkChecksTest {
    private static final String WORKSPACE = "prod.acme.test";

    @TempDir
    static Path certificates;

    private static Certificates company;
    private static Certificates zscaler;

    @TempDir
    Path home;

    private TinyProvider provider;
    private @Nullable HttpsServer gateway;

    @BeforeAll
    static void makeAuthorities() {
        company = Certificates.create(certificates.resolve("company"), "CN=Acme Root, O=Acme");
        zscaler =
                Certificates.create(certificates.resolve("zscaler"), "CN=Zscaler Intermediate Root CA, O=Zscaler Inc.");
    }

    @BeforeEach
    void startProvider() throws Exception {
        provider = new TinyProvider();
    }

    @AfterEach
    void stop() {
        provider.close();
        if (gateway != null) {
            gateway.stop(0);
        }
    }

    @Test
    void a_gateway_that_proves_the_workspaces_name_is_fine() throws Exception {
        assertThat(((Fine) connection(serving(company, WORKSPACE), company))
                        .detail()
                        .toString())
                .contains("trusted until ", "Acme Root");
    }

    @Test
    void a_gateway_of_an_unknown_authority_is_wrong_and_its_chain_is_shown() throws Exception {
        Wrong wrong = (Wrong) connection(serving(company, WORKSPACE), zscaler);

        assertThat(wrong.detail().toString()).contains("it is not trusted", "CN=" + WORKSPACE, "Acme Root");
        assertThat(wrong.remedy().toString()).contains("ca_file");
        assertThat(wrong.status()).isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void a_gateway_of_another_name_is_wrong() throws Exception {
        assertThat(((Wrong) connection(serving(company, "other.acme.test"), company))
                        .detail()
                        .toString())
                .contains(WORKSPACE);
    }

    @Test
    void an_inspecting_proxy_is_named_whether_it_is_trusted_or_not() throws Exception {
        int port = serving(zscaler, WORKSPACE);

        Wrong untrusted = (Wrong) connection(port, company);
        Attention trusted = (Attention) connection(port, zscaler);

        assertThat(untrusted.detail().toString()).startsWith("Zscaler answers in its place");
        assertThat(trusted.detail().toString()).startsWith("Zscaler answers in its place");
        assertThat(trusted.remedy().toString()).contains("x-lakegate-identity");
    }

    @Test
    void a_certificate_that_ends_soon_is_worth_a_word_and_one_that_has_ended_is_told_so() throws Exception {
        int port = serving(company, WORKSPACE);

        // the sandbox's certificates live 30 days from yesterday
        Outcome soon = connection(
                patient(port, company).by(InstantSource.offset(InstantSource.system(), Duration.ofDays(20))));

        assertThat(((Attention) soon).detail().toString()).startsWith("its certificate ends in 8 days");
    }

    @Test
    void a_server_that_speaks_no_tls_is_told_so() throws Exception {
        int port = Integer.parseInt(provider.issuer().replaceFirst(".*:", ""));

        assertThat(((Wrong) connection(port, company)).detail().toString()).contains("does not speak TLS");
    }

    @Test
    void a_gateway_that_is_away_is_unreachable() throws Exception {
        Wrong wrong = (Wrong) connection(1, company);

        assertThat(wrong.status()).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(wrong.detail().toString()).startsWith("https://127.0.0.1:1 could not be reached");
    }

    @Test
    void a_ca_file_that_cannot_be_read_is_told_by_its_name() throws Exception {
        Path none = Files.writeString(home.resolve("none.pem"), "no certificate");
        Patient patient = new Patient(home, configuration(serving(company, WORKSPACE), none));

        assertThat(((Wrong) connection(patient)).detail().toString()).contains("none.pem");
    }

    @Test
    void a_provider_whose_authority_ca_file_alone_knows_is_worth_a_word() throws Exception {
        int port = serving(company, "127.0.0.1");
        Patient patient = new Patient(
                home, configuration(port, company.caPem()).replace(provider.issuer(), "https://127.0.0.1:" + port));

        assertThat(((Attention) patient.findings("tls").getFirst().outcome())
                        .detail()
                        .toString())
                .contains("not to the Java runtime", "Acme Root");
    }

    @ParameterizedTest
    @CsvSource({"0, fine", "4, fine", "-4, fine", "20, attention", "-20, attention", "90, wrong", "-90, wrong"})
    void the_clock_is_compared_with_both_dates(int secondsAhead, String outcome) throws Exception {
        Patient patient = patient(serving(company, WORKSPACE), company)
                .by(InstantSource.offset(InstantSource.system(), Duration.ofSeconds(secondsAhead)));

        List<Finding> findings = patient.findings("clock");

        assertThat(findings)
                .extracting(Finding::about)
                .containsExactly(verbatim("acme: provider"), verbatim("acme: gateway as " + WORKSPACE));
        assertThat(findings)
                .allSatisfy(
                        finding -> assertThat(finding.outcome().rank().name()).isEqualToIgnoringCase(outcome));
        if (Math.abs(secondsAhead) > 4) {
            String direction = secondsAhead > 0 ? "ahead" : "behind";
            assertThat(findings)
                    .allSatisfy(finding -> assertThat(finding.toString())
                            .containsPattern("clock is \\d+ s " + direction)
                            .contains("Set this machine's clock"));
        }
    }

    @Test
    void the_clock_of_a_gateway_that_is_away_is_not_looked_at() throws Exception {
        assertThat(patient(1, company).findings("clock").getLast().outcome()).isInstanceOf(NotLookedAt.class);
    }

    @Test
    void names_are_counted_by_their_addresses() throws Exception {
        List<Finding> findings = patient(1, company)
                .with(name -> name.equals("localhost")
                        ? InetAddress.getAllByName("127.0.0.1")
                        : new InetAddress[] {InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2")})
                .findings("dns");

        assertThat(findings)
                .containsExactly(
                        new Finding("acme: 127.0.0.1", new Fine(verbatim("2 addresses"))),
                        new Finding("localhost", new Fine(verbatim("this machine"))));
    }

    @Test
    void an_unknown_name_is_unreachable() throws Exception {
        Patient patient = new Patient(
                home,
                configuration(1, company.caPem())
                        .replace("gateway = \"https://127.0.0.1:1\"", "gateway = \"https://gateway.invalid\""));

        assertThat(patient.findings("dns").get(1).outcome()).isInstanceOfSatisfying(Wrong.class, wrong -> {
            assertThat(wrong.detail().toString()).isEqualTo("the name gateway.invalid is not known");
            assertThat(wrong.status()).isEqualTo(ExitStatus.UNREACHABLE);
        });
    }

    @Test
    void a_localhost_that_leads_elsewhere_is_wrong_and_a_missing_one_is_worth_a_word() throws Exception {
        Outcome elsewhere = localhost(_ -> new InetAddress[] {InetAddress.ofLiteral("192.0.2.1")});
        Outcome absent = localhost(name -> {
            throw new UnknownHostException(name);
        });

        assertThat(((Wrong) elsewhere).detail().toString()).contains("leads to another machine");
        assertThat(absent).isInstanceOf(Attention.class);
    }

    @Test
    void an_outbound_proxy_is_told_with_those_who_are_called_by_it_and_is_wrong_when_nobody_answers() throws Exception {
        ForwardProxy proxy = ForwardProxy.open();
        Map<String, String> set = Map.of("HTTPS_PROXY", proxy.address().replace("//", "//user:canary@"));
        Map<String, String> spared = Map.of("HTTPS_PROXY", proxy.address(), "no_proxy", "*");
        String away = configuration(1, company.caPem()).replace("https://127.0.0.1:1", "https://gateway.outside.test");

        assertThat(new Patient(home, away).with(set).outcome("outbound_proxy"))
                .isEqualTo(new Fine(verbatim("gateway by " + proxy.address() + ", provider directly")));
        proxy.close();
        Wrong gone = (Wrong) new Patient(home, away).with(set).outcome("outbound_proxy");
        assertThat(gone.detail().toString())
                .contains(proxy.address(), "does not answer")
                .doesNotContain("canary");
        assertThat(gone.status()).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(((Fine) new Patient(home, away).with(spared).outcome("outbound_proxy"))
                        .detail()
                        .toString())
                .contains("directly");
        assertThat(new Patient(home, away).outcome("outbound_proxy")).isEqualTo(new Fine(verbatim("none is set")));
    }

    @Test
    void a_gateway_behind_an_outbound_proxy_is_looked_at_through_it() throws Exception {
        String away = configuration(serving(company, WORKSPACE), company.caPem())
                .replace("https://127.0.0.1:", "https://gateway.outside.test:");
        try (ForwardProxy proxy = ForwardProxy.of("alice", "pw").knows("gateway.outside.test", "127.0.0.1")) {
            Map<String, String> told = Map.of("HTTPS_PROXY", proxy.address().replace("//", "//alice:pw@"));
            Map<String, String> untold = Map.of("HTTPS_PROXY", proxy.address());

            assertThat(((Fine) new Patient(home, away)
                                    .with(told)
                                    .findings("tls")
                                    .getLast()
                                    .outcome())
                            .detail()
                            .toString())
                    .contains("trusted until ", "Acme Root");
            assertThat(((Wrong) new Patient(home, away)
                                    .with(untold)
                                    .findings("tls")
                                    .getLast()
                                    .outcome())
                            .detail()
                            .toString())
                    .contains("does not let Lakegate through", "407");
            assertThat(new Patient(home, away).with(told).findings("dns"))
                    .hasSize(2)
                    .allSatisfy(name -> assertThat(name.outcome()).isInstanceOf(Fine.class));
            assertThat(proxy.targets()).singleElement().asString().startsWith("gateway.outside.test:");
        }
    }

    private Outcome localhost(Lookup lookup) throws Exception {
        return patient(1, company).with(lookup).findings("dns").getLast().outcome();
    }

    /// What the check says of the gateway at that port, on a machine that believes that authority.
    private Outcome connection(int port, Certificates believed) throws Exception {
        return connection(patient(port, believed));
    }

    private static Outcome connection(Patient patient) throws Exception {
        return patient.findings("tls").getLast().outcome();
    }

    private Patient patient(int port, Certificates believed) {
        return new Patient(home, configuration(port, believed.caPem()));
    }

    private String configuration(int port, Path caFile) {
        return """
                [profile.acme]
                issuer = "%s"
                client_id = "lakegate"
                audience = "urn:acme"
                gateway = "https://127.0.0.1:%d"
                ca_file = "%s"

                [profile.acme.route.prod]
                port = 8765
                workspace = "%s"
                """.formatted(provider.issuer(), port, caFile, WORKSPACE);
    }

    /// A TLS server whose certificate names that host. Returns its port.
    private int serving(Certificates authority, String host) throws Exception {
        ServerCertificate certificate = authority.server(host);
        KeyStore keys = KeyStore.getInstance(
                certificate.pkcs12().toFile(), certificate.password().toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, certificate.password().toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        gateway = server;
        return server.getAddress().getPort();
    }
}
