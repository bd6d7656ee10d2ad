package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.os.OwnerOnly;
import dev.lakegate.sandbox.Canaries;
import dev.lakegate.sandbox.Command;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// A route over TLS, and by a Unix-domain socket, beside its port or instead of it.
class EntriesIT {
    @TempDir
    static Path folder;

    private static Sandbox company;
    private static Laptop laptop;
    private static int tlsPort;
    private static Path socket;
    private static Path authorities;

    @BeforeAll
    static void aliceSignsIn() throws Exception {
        company = Sandbox.start(folder);
        laptop = company.laptop(company.configuration()
                .replace("port = $PORT_PROD", "port = $PORT_PROD\ntls_port = $PORT_TLS\nsocket = \"also\"")
                .replace("port = $PORT_DEV", "port = $PORT_DEV\nsocket = \"only\""));
        tlsPort = laptop.port("tls");
        laptop.start();
        laptop.signIn("alice");
        socket = OwnerOnly.folderOf(laptop.locations().socketFile()).resolve("prod.sock");
        authorities = laptop.locations().stateFolder().resolve("tls/authorities.pem");
        Canaries.add(laptop.localKey("prod"));
    }

    @AfterAll
    static void end() {
        company.close();
        assertThat(socket).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void a_client_that_believes_the_authorities_file_is_served_over_tls(String host) throws Exception {
        HttpResponse<String> answer = ask(Version.HTTP_1_1, host, WithLaptop.ME);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("alice@acme.example");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void each_version_of_http_is_spoken_there_by_those_who_ask_for_it(Version version) throws Exception {
        assertThat(ask(version, "localhost", WithLaptop.ME).version()).isEqualTo(version);
    }

    @Test
    void addresses_of_the_workspace_become_https_addresses_of_this_machine() throws Exception {
        HttpResponse<String> redirect = ask(Version.HTTP_1_1, "localhost", "/sandbox/redirect");
        HttpResponse<String> discovery = ask(Version.HTTP_1_1, "localhost", "/.well-known/databricks-config");

        String here = "https://localhost:" + tlsPort;
        assertThat(redirect.headers().firstValue("Location")).contains(here + "/sandbox/headers");
        assertThat(JsonMapper.shared()
                        .readTree(discovery.body())
                        .get("oidc_endpoint")
                        .asString())
                .isEqualTo(here + "/oidc");
    }

    @Test
    void over_tls_the_key_is_needed_as_ever() throws Exception {
        try (HttpClient client = believing(Version.HTTP_1_1)) {
            assertThat(client.send(request("localhost", WithLaptop.ME).build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void an_idle_connection_over_tls_ends_with_its_entry() throws Exception {
        Laptop leaving = company.laptop(
                company.configuration().replace("port = $PORT_PROD", "port = $PORT_PROD\ntls_port = $PORT_TLS"));
        leaving.start();
        SSLContext tls = trusting(leaving.locations().stateFolder().resolve("tls/authorities.pem"));
        try (Socket idle =
                tls.getSocketFactory().createSocket(InetAddress.ofLiteral("127.0.0.1"), leaving.port("tls"))) {
            idle.setSoTimeout(10_000);
            String request = WithLaptop.head(
                    "HEAD", "/", "Host: 127.0.0.1:" + leaving.port("tls"), WithLaptop.bearer(leaving.localKey("prod")));
            idle.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(idle.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 401");

            Path file = leaving.locations().configFile();
            Files.writeString(file, Files.readString(file).replace("tls_port = " + leaving.port("tls"), ""));
            assertThat(leaving.lakegate("reload").status()).isZero();

            assertThat(idle.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void the_authority_vouches_for_loopback_alone_and_has_no_key_any_more() throws Exception {
        X509Certificate authority = authority(authorities);
        assertThat(authority.getCriticalExtensionOIDs()).contains("2.5.29.30", "2.5.29.19");
        assertThat(HexFormat.of().formatHex(authority.getExtensionValue("2.5.29.30")))
                .contains(HexFormat.of().formatHex("localhost".getBytes(StandardCharsets.US_ASCII)))
                .contains("7f000000ff000000");

        Path tls = authorities.resolveSibling("localhost.p12");
        KeyStore store =
                KeyStore.getInstance(tls.toFile(), LocalCertificate.password().toCharArray());
        assertThat(Collections.list(store.aliases())).containsExactly("leaf");
        assertThat(((X509Certificate) store.getCertificate("leaf")).getBasicConstraints())
                .isEqualTo(-1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tls)))
                .isEqualTo("rw-------");
        try (var files = Files.list(tls.getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("localhost.p12", "authorities.pem");
        }
    }

    @Test
    void the_socket_is_this_users_alone_and_asks_for_no_key() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(OwnerOnly.folderOf(socket))))
                .isEqualTo("rwx------");

        assertThat(curl("http://localhost" + WithLaptop.ME)).contains("alice@acme.example");
        assertThat(curl("http://localhost" + WithLaptop.ME, "-H", "Authorization: Bearer " + laptop.localKey("prod")))
                .contains("alice@acme.example");
    }

    @Test
    void a_wrong_key_a_foreign_name_or_a_web_page_get_nothing_by_the_socket_either() throws Exception {
        assertThat(curl("http://localhost" + WithLaptop.ME, "-H", "Authorization: Bearer dapi123"))
                .contains("local_key_wrong");
        assertThat(curl("http://evil.example" + WithLaptop.ME)).contains("host_not_local");
        assertThat(curl("http://localhost" + WithLaptop.ME, "-H", "Origin: https://evil.example"))
                .contains("cross_site");
    }

    @Test
    void a_route_with_a_socket_only_has_no_port() throws Exception {
        assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), laptop.port("dev")).close())
                .isInstanceOf(ConnectException.class);
        assertThat(run(
                        "curl",
                        "-sS",
                        "--unix-socket",
                        socket.resolveSibling("dev.sock").toString(),
                        "http://localhost" + WithLaptop.ME))
                .contains("alice@acme.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "snippet curl"})
    void clients_are_not_set_up_for_a_port_that_is_none(String command) {
        Laptop.Outcome outcome = laptop.lakegate((command + " dev").split(" ", -1));

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("port_needed", "lakegate reload");
        assertThat(outcome.out()).isEmpty();
    }

    @Test
    void status_and_routes_tell_where_each_is_reached_and_no_port_that_is_none() {
        String prod = "http://127.0.0.1:" + laptop.port("prod");
        for (String command : List.of("status", "routes")) {
            assertThat(laptop.lakegate(command).out())
                    .containsSubsequence(prod, "https://localhost:" + tlsPort, "unix:" + socket)
                    .contains("unix:" + socket.resolveSibling("dev.sock"))
                    .doesNotContain(":" + laptop.port("dev") + " ");
        }
    }

    private static String curl(String address, String... more) throws Exception {
        String[] words = new String[more.length + 5];
        System.arraycopy(new String[] {"curl", "-sS", "--unix-socket", socket.toString(), address}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return run(words);
    }

    private static String run(String... words) throws Exception {
        Command.Outcome outcome = Command.of(folder, words).run();
        assertThat(outcome.status()).as(outcome.err()).isZero();
        return outcome.out();
    }

    private static HttpResponse<String> ask(Version version, String host, String target) throws Exception {
        try (HttpClient client = believing(version)) {
            return client.send(
                    request(host, target)
                            .header("Authorization", "Bearer " + laptop.localKey("prod"))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String host, String target) {
        return HttpRequest.newBuilder(URI.create("https://" + host + ":" + tlsPort + target));
    }

    private static HttpClient believing(Version version) throws Exception {
        return HttpClient.newBuilder()
                .version(version)
                .sslContext(trusting(authorities))
                .build();
    }

    private static SSLContext trusting(Path authorities) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("here", authority(authorities));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }

    /// The first of the file; the system's follow it.
    private static X509Certificate authority(Path authorities) throws Exception {
        try (InputStream pem = Files.newInputStream(authorities)) {
            var all = CertificateFactory.getInstance("X.509").generateCertificates(pem);
            assertThat(all).hasSizeGreaterThan(50);
            return (X509Certificate) all.iterator().next();
        }
    }
}
