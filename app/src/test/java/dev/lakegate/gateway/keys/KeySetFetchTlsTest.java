package dev.lakegate.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.config.outbound.NetworkSettings;
import dev.lakegate.gateway.keys.Fetched.Kind;
import dev.lakegate.sandbox.Certificates;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KeySetFetchTlsTest {
    @TempDir
    static Path folder;

    private static Certificates authority;

    private final KeySetFetch fetch = new KeySetFetch(InstantSource.system(), NetworkSettings.DIRECT);

    @BeforeAll
    static void certify() {
        authority = Certificates.create(folder.resolve("authority"));
    }

    @Test
    void a_provider_whose_authority_the_policy_names_is_believed() throws Exception {
        try (LoopbackProvider provider = LoopbackProvider.withCertificate(authority.server("127.0.0.1"))) {
            provider.publishes(Keys.set(Keys.RSA));

            assertThat(fetched(provider, Optional.of(authority.caPem()))).isInstanceOf(Fetched.Fresh.class);
        }
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_not_believed() throws Exception {
        Certificates other = Certificates.create(folder.resolve("other"), "CN=Lakegate other CA");
        try (LoopbackProvider provider = LoopbackProvider.withCertificate(authority.server("127.0.0.1"))) {
            provider.publishes(Keys.set(Keys.RSA));

            assertThat(failure(fetched(provider, Optional.empty())).kind()).isEqualTo(Kind.TLS);
            assertThat(failure(fetched(provider, Optional.of(other.caPem()))).kind())
                    .isEqualTo(Kind.TLS);
            assertThat(provider.paths()).isEmpty();
        }
    }

    @Test
    void a_certificate_for_another_host_is_not_believed() throws Exception {
        try (LoopbackProvider provider = LoopbackProvider.withCertificate(authority.server("idp.acme.example"))) {
            provider.publishes(Keys.set(Keys.RSA));

            Fetched.Failed failure = failure(fetched(provider, Optional.of(authority.caPem())));

            assertThat(failure.kind()).isEqualTo(Kind.TLS);
            assertThat(failure.what()).contains("127.0.0.1");
            assertThat(provider.paths()).isEmpty();
        }
    }

    @Test
    void an_https_issuer_may_not_send_for_its_keys_in_the_clear() throws Exception {
        try (LoopbackProvider provider = LoopbackProvider.withCertificate(authority.server("127.0.0.1"));
                LoopbackProvider inTheClear = LoopbackProvider.plain()) {
            inTheClear.publishes(Keys.set(Keys.RSA));
            provider.discovers(provider.issuer(), inTheClear.issuer() + "/keys");

            assertThat(failure(fetched(provider, Optional.of(authority.caPem())))
                            .kind())
                    .isEqualTo(Kind.DISCOVERY);
            assertThat(inTheClear.paths()).isEmpty();
        }
    }

    private Fetched fetched(LoopbackProvider provider, Optional<Path> caFile) {
        return fetch.fetch(
                caFile.map(file -> Issuers.trusting(provider.issuer(), file))
                        .orElseGet(() -> Issuers.at(provider.issuer())),
                Optional.empty());
    }

    private static Fetched.Failed failure(Fetched fetched) {
        return (Fetched.Failed) fetched;
    }
}
