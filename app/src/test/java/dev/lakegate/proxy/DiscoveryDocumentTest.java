package dev.lakegate.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DiscoveryDocumentTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/databricks-config",
                "/oidc/.well-known/oauth-authorization-server",
                "/oidc/.well-known/openid-configuration"
            })
    void the_documents_are_known_by_their_paths(String path) {
        assertThat(DiscoveryDocument.isAt(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/api/2.0/clusters/list",
                "/.well-known/acme-challenge/x",
                "/.well-known/databricks-config/more",
                "/api/.well-known/databricks-config"
            })
    void nothing_else_is_taken_for_one(String path) {
        assertThat(DiscoveryDocument.isAt(path)).isFalse();
    }

    @Test
    void a_request_without_a_path_asks_for_none() {
        assertThat(DiscoveryDocument.isAt(null)).isFalse();
    }

    @Test
    void every_address_of_the_workspace_is_rewritten_also_with_escaped_slashes_and_deep_down() {
        String rewritten = rewritten("""
                {"issuer":"https:\\/\\/prod.lakegate.test\\/oidc",
                 "token_endpoint":"https://prod.lakegate.test:443/oidc/v1/token",
                 "lists":[["https://prod.lakegate.test/a"],{"deep":"\\u0068ttps://prod.lakegate.test/b"}],
                 "other":"https://accounts.cloud.databricks.com/oidc",
                 "look_alikes":["https://prod.lakegate.test.evil.example","https://prod.lakegate.test@evil.example"],
                 "count":3,"ratio":1.50,"on":true,"none":null}""");

        assertThat(JSON.readTree(rewritten)).isEqualTo(JSON.readTree("""
                {"issuer":"http://127.0.0.1:8765/oidc",
                 "token_endpoint":"http://127.0.0.1:8765/oidc/v1/token",
                 "lists":[["http://127.0.0.1:8765/a"],{"deep":"http://127.0.0.1:8765/b"}],
                 "other":"https://accounts.cloud.databricks.com/oidc",
                 "look_alikes":["https://prod.lakegate.test.evil.example","https://prod.lakegate.test@evil.example"],
                 "count":3,"ratio":1.50,"on":true,"none":null}"""));
    }

    @Test
    void the_members_keep_their_order() {
        assertThat(rewritten("{\"z\":1,\"a\":\"https://prod.lakegate.test\",\"m\":2}"))
                .isEqualTo("{\"z\":1,\"a\":\"http://127.0.0.1:8765\",\"m\":2}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>https://prod.lakegate.test</html>",
                "{\"issuer\":\"https://prod.lakegate.test\"",
                "{} trailing https://prod.lakegate.test",
                "\u0000"
            })
    void what_is_no_json_comes_back_as_it_was(String document) {
        assertThat(rewritten(document)).isEqualTo(document);
    }

    private static String rewritten(String document) {
        return new String(
                DiscoveryDocument.rewritten(document.getBytes(UTF_8), "prod.lakegate.test", "http://127.0.0.1:8765"),
                UTF_8);
    }
}
