package dev.lakegate.sandbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.databricks.sdk.core.error.platform.PermissionDenied;
import com.databricks.sdk.core.error.platform.ResourceDoesNotExist;
import com.databricks.sdk.service.compute.ClusterDetails;
import com.databricks.sdk.service.compute.ListClustersRequest;
import com.databricks.sdk.service.iam.MeRequest;
import dev.lakegate.sandbox.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/// The workspace by itself, reached over TLS by the real SDK and by plain requests.
class WorkspaceIT extends WithWorkspace {
    @Test
    void the_sdk_learns_who_it_is() {
        var me = sdk(workspace.issueToken(ALICE)).currentUser().me(new MeRequest());

        assertThat(me.getUserName()).isEqualTo(ALICE);
        assertThat(me.getActive()).isTrue();
        assertThat(me.getEmails())
                .singleElement()
                .satisfies(e -> assertThat(e.getValue()).isEqualTo(ALICE));
        assertThat(me.getGroups()).extracting(g -> g.getDisplay()).containsExactly("data-science", "data-engineers");
    }

    @Test
    void the_sdk_lists_clusters_page_by_page_and_looks_at_one() {
        var clusters = sdk(workspace.issueToken("bob@acme.example")).clusters();

        assertThat(clusters.list(new ListClustersRequest().setPageSize(2L)))
                .extracting(ClusterDetails::getClusterName)
                .containsExactly("shared-autoscaling", "bob-notebooks", "nightly-etl");
        assertThat(clusters.get("1122-163500-lake0002").getCreatorUserName()).isEqualTo("bob@acme.example");
        assertThatThrownBy(() -> clusters.get("none")).isInstanceOf(ResourceDoesNotExist.class);
    }

    @Test
    void a_request_without_a_bearer_token_is_told_so_as_databricks_does() throws IOException {
        for (var answer : List.of(client.get(ME), client.get(ME, "Authorization", "Basic dG9rZW46eA=="))) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.field("WWW-Authenticate")).isEqualTo("Bearer realm=\"DatabricksRealm\"");
            assertThat(answer.json().get("error_code").intValue()).isEqualTo(401);
            assertThat(answer.json().get("message").stringValue())
                    .isEqualTo("Credential was not sent or was of an unsupported type for this API.");
        }
    }

    @Test
    void only_a_living_token_of_this_workspace_is_taken() throws IOException {
        var token = workspace.issueToken(ALICE);
        assertThat(statusWith(token)).isEqualTo(200);

        try (var other = Workspace.start("prod.lakegate.test", 1, certificates, folder.resolve("other"))) {
            assertInvalid(other.issueToken(ALICE));
        }
        assertInvalid("lgk_" + "0".repeat(43));

        assertInvalid(token.substring(0, token.lastIndexOf('.') + 1));

        workspace.revokeTokens();
        assertInvalid(token);
        var renewed = workspace.issueToken(ALICE);
        assertThat(statusWith(renewed)).isEqualTo(200);

        workspace.clock(() -> Instant.now().plus(Duration.ofHours(1)));
        assertInvalid(renewed);
        assertThatThrownBy(() -> sdk(renewed).currentUser().me(new MeRequest())).isInstanceOf(PermissionDenied.class);
    }

    @Test
    void an_unknown_api_and_another_host_are_named_in_the_refusal() throws IOException {
        var token = "Bearer " + workspace.issueToken(ALICE);

        var unknown = client.get("/api/2.0/no/such?x=1", "Authorization", token);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("error_code").stringValue()).isEqualTo("ENDPOINT_NOT_FOUND");
        assertThat(unknown.json().get("message").stringValue()).isEqualTo("No API found for 'GET /api/2.0/no/such'");
        assertThat(unknown.field("x-databricks-org-id")).isNotEmpty();

        assertThat(client.get(ME, "Authorization", token, "Host", "dev.lakegate.test")
                        .status())
                .isEqualTo(421);
    }

    @Test
    void discovery_names_the_public_host_with_escaped_slashes() throws IOException {
        assertThat(client.get("/.well-known/databricks-config").body())
                .asString()
                .contains("\"oidc_endpoint\":\"https:\\/\\/prod.lakegate.test\\/oidc\"");
        for (var document : List.of("oauth-authorization-server", "openid-configuration")) {
            assertThat(client.get("/oidc/.well-known/" + document).body())
                    .asString()
                    .contains("https:\\/\\/prod.lakegate.test\\/oidc\\/v1\\/authorize")
                    .contains("https:\\/\\/prod.lakegate.test\\/oidc\\/v1\\/token");
        }
    }

    @Test
    void what_it_got_can_be_asked_and_joined_by_request_id_yet_no_token_is_written() throws IOException {
        var token = workspace.issueToken(ALICE);
        var traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        client.get(ME, "Authorization", "Bearer " + token, "X-Request-Id", "id-1", "traceparent", traceparent);
        client.get(ME + "?q=1", "X-Request-Id", "id-2");

        assertThat(workspace.count()).isEqualTo(2);
        assertThat(workspace.requests())
                .extracting(r -> r.user().orElse("nobody") + " " + r.target())
                .containsExactly("alice@acme.example " + ME, "nobody " + ME + "?q=1");
        assertThat(workspace.requests().getFirst().field("authorization")).contains("Bearer " + token);
        assertThat(workspace.requests().toString()).doesNotContain(token);

        await().untilAsserted(() -> assertThat(workspace.log()).content().hasLineCount(2));
        var first = Json.read(Files.readAllLines(workspace.log()).getFirst());
        assertThat(first.get("user").stringValue()).isEqualTo(ALICE);
        assertThat(first.get("status").intValue()).isEqualTo(200);
        assertThat(first.get("x_request_id").stringValue()).isEqualTo("id-1");
        assertThat(first.get("traceparent").stringValue()).isEqualTo(traceparent);
        assertThat(workspace.log()).content().doesNotContain(token.substring(0, 12));

        workspace.forgetRequests();
        assertThat(workspace.requests()).isEmpty();
    }

    @Test
    void each_node_offers_http2_and_proves_its_name_to_who_trusts_its_authority_only() throws Exception {
        for (var port : workspace.ports()) {
            try (var socket = handshake(certificates, port)) {
                assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            }
        }
        var foreign = Certificates.create(folder.resolve("foreign"));
        assertThatThrownBy(() -> handshake(foreign, workspace.ports().getFirst()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private SSLSocket handshake(Certificates trusted, int port) throws IOException {
        var socket = (SSLSocket) trusted.trusting()
                .getSocketFactory()
                .createSocket(new Socket(InetAddress.ofLiteral("127.0.0.1"), port), workspace.host(), port, true);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private void assertInvalid(String token) throws IOException {
        var answer = client.get(ME, "Authorization", "Bearer " + token);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().get("error_code").intValue()).isEqualTo(403);
        assertThat(answer.json().get("message").stringValue()).isEqualTo("Invalid access token.");
    }

    private int statusWith(String token) throws IOException {
        return client.get(ME, "Authorization", "Bearer " + token).status();
    }
}
