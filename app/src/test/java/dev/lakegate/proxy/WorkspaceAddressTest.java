package dev.lakegate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://prod.lakegate.test http://127.0.0.1:8765",
                "https://prod.lakegate.test/ http://127.0.0.1:8765/",
                "https://prod.lakegate.test/oidc/v1/token?a=b#c http://127.0.0.1:8765/oidc/v1/token?a=b#c",
                "https://prod.lakegate.test?a=b http://127.0.0.1:8765?a=b",
                "https://prod.lakegate.test#c http://127.0.0.1:8765#c",
                "http://prod.lakegate.test/x http://127.0.0.1:8765/x",
                "https://prod.lakegate.test:443/x http://127.0.0.1:8765/x",
                "https://prod.lakegate.test:8443/x http://127.0.0.1:8765/x",
                "https://prod.lakegate.test:/x http://127.0.0.1:8765/x",
                "https://PROD.Lakegate.Test/X http://127.0.0.1:8765/X",
                "HTTPS://prod.lakegate.test/x http://127.0.0.1:8765/x",
                "https://prod.lakegate.test./x http://127.0.0.1:8765/x",
                "https://someone@prod.lakegate.test/x http://127.0.0.1:8765/x",
                "//prod.lakegate.test/x http://127.0.0.1:8765/x",
                "https://prod.lakegate.test/a%2Fb%20c//d http://127.0.0.1:8765/a%2Fb%20c//d",
                "https://prod.lakegate.test/oidc/accounts/{account_id} http://127.0.0.1:8765/oidc/accounts/{account_id}",
                "https://prod.lakegate.test/files/a|b http://127.0.0.1:8765/files/a|b",
                "https://prod.lakegate.test/x?to=https://evil.example/@y http://127.0.0.1:8765/x?to=https://evil.example/@y"
            })
    void an_address_of_the_workspace_becomes_the_proxys(String address, String local) {
        assertThat(toLocal(address)).isEqualTo(local);
    }

    @Test
    void a_path_with_a_blank_in_it_is_no_reason_to_send_the_client_past_the_gateway() {
        assertThat(toLocal("https://prod.lakegate.test/my file")).isEqualTo("http://127.0.0.1:8765/my file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://prod.lakegate.test.evil.example/x",
                "https://prod.lakegate.test@evil.example/x",
                "https://prod.lakegate.test:443@evil.example/x",
                "https://evil.example/prod.lakegate.test",
                "https://evil.example?https://prod.lakegate.test/",
                "https://evil.example#@prod.lakegate.test/",
                "https://notprod.lakegate.test/x",
                "https://dev.prod.lakegate.test/x",
                "https://prod-lakegate-test/x",
                "https://prod.lakegate.test%2eevil.example/x",
                "https://prod.lakegate.test\\@evil.example/x",
                "https://lakegate.test/x",
                "https://accounts.cloud.databricks.com/oidc",
                "https://",
                "https:///x",
                "/relative/path",
                "prod.lakegate.test",
                "mailto:admin@prod.lakegate.test",
                "ftp://prod.lakegate.test/x",
                "the https://prod.lakegate.test/ in a sentence",
                ""
            })
    void anything_else_stays_as_it_was(String text) {
        assertThat(toLocal(text)).isEqualTo(text);
    }

    private static String toLocal(String address) {
        return WorkspaceAddress.toLocal(address, "prod.lakegate.test", "http://127.0.0.1:8765");
    }
}
