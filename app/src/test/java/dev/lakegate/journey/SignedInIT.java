package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.compute.ListClustersRequest;
import com.databricks.sdk.service.files.UploadRequest;
import com.databricks.sdk.service.iam.MeRequest;
import dev.lakegate.sandbox.Laptop;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// From a sign-in to requests answered as the person who signed in.
@ExtendWith(StandardSandbox.class)
class SignedInIT extends WithSandbox {
    private static final int FILE_BYTES = 8 << 20;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void alice_is_herself_at_both_workspaces() throws Exception {
        Laptop laptop = laptopOf("alice");

        assertThat(Notebook.of(laptop, "prod").me()).isEqualTo("alice@acme.example");
        assertThat(Notebook.of(laptop, "dev").me()).isEqualTo("alice@acme.example");
        assertThat(sandbox.dev().requests().getLast().user()).contains("alice@acme.example");
    }

    @Test
    void bob_whom_no_subject_maps_is_known_by_his_verified_email() throws Exception {
        assertThat(Notebook.of(laptopOf("bob"), "prod").me()).isEqualTo("bob@acme.example");
    }

    @Test
    void one_request_is_the_same_in_all_three_logs_by_the_proxys_id() throws Exception {
        Laptop laptop = laptopOf("alice");

        String id = Notebook.of(laptop, "prod").get(ME).requestId();

        JsonNode proxy = audited(laptop, id);
        JsonNode gateway =
                sandbox.gateway().audited(proxy.path("gateway_request_id").asString());
        JsonNode workspace = workspaceLine(id);
        assertThat(proxy.path("person").asString()).isEqualTo("alice@acme.example");
        assertThat(proxy.path("principal").asString()).isEqualTo("alice@acme.example");
        assertThat(proxy.path("rule").asString()).isEqualTo("default");
        assertThat(proxy.path("status").asInt()).isEqualTo(200);
        assertThat(gateway.path("prid").asString()).isEqualTo(id);
        assertThat(gateway.path("user").asString()).isEqualTo("alice@acme.example");
        assertThat(gateway.path("sub").asString()).isEqualTo("alice");
        assertThat(gateway.path("node").asString())
                .isEqualTo(proxy.path("node").asString())
                .isEqualTo("node" + workspace.path("node").asInt());
        assertThat(workspace.path("user").asString()).isEqualTo("alice@acme.example");
        assertThat(proxy.path("path").asString())
                .isEqualTo(ME)
                .isEqualTo(gateway.path("path").asString())
                .isEqualTo(workspace.path("path").asString());
        assertThat(proxy.path("trace_id").asString())
                .hasSameSizeAs(TRACE)
                .isEqualTo(traceId(gateway.path("trace")))
                .isEqualTo(traceId(workspace.path("traceparent")));
    }

    @Test
    void the_databricks_sdk_works_unchanged() throws Exception {
        Laptop laptop = laptopOf("alice");
        WorkspaceClient client = new WorkspaceClient(new DatabricksConfig()
                .setHost(laptop.address("prod").toString())
                .setToken(laptop.localKey("prod"))
                .setAuthType("pat"));

        assertThat(client.currentUser().me(new MeRequest()).getUserName()).isEqualTo("alice@acme.example");
        assertThat(StreamSupport.stream(
                                client.clusters()
                                        .list(new ListClustersRequest())
                                        .spliterator(),
                                false)
                        .map(cluster -> cluster.getClusterName()))
                .containsExactly("shared-autoscaling", "bob-notebooks", "nightly-etl");

        byte[] content = new byte[FILE_BYTES];
        new Random(7).nextBytes(content);
        String path = "/Volumes/main/default/journey/8 MB.bin";
        client.files().upload(new UploadRequest().setFilePath(path).setContents(new ByteArrayInputStream(content)));
        try (InputStream received = client.files().download(path).getContents()) {
            assertThat(sha256(received.readAllBytes())).isEqualTo(sha256(content));
        }
        assertThatThrownBy(() -> client.files().download("/Volumes/main/default/journey/absent"))
                .isInstanceOf(NotFound.class);
    }

    private static JsonNode workspaceLine(String requestId) {
        return await("the workspace's line of " + requestId)
                .until(
                        () -> Files.readAllLines(sandbox.prod().log()).stream()
                                .map(line -> JsonMapper.shared().readTree(line))
                                .filter(line ->
                                        line.path("x_request_id").asString("").equals(requestId))
                                .findFirst(),
                        line -> line.isPresent())
                .orElseThrow();
    }

    private static String traceId(JsonNode traceparent) {
        return traceparent.asString().substring(3, 35);
    }

    private static String sha256(byte[] content) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    }
}
