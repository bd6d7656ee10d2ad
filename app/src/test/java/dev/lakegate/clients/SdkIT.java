package dev.lakegate.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.core.error.platform.Unauthenticated;
import com.databricks.sdk.service.compute.ListClustersRequest;
import com.databricks.sdk.service.files.UploadRequest;
import com.databricks.sdk.service.iam.MeRequest;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Sandbox;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Databricks' SDK for Java, told the route's address and local key as host and token.
@ExtendWith(AlicesLaptop.class)
@Timeout(60)
class SdkIT {
    private static final long FILE_BYTES = 300_000_000;

    private final Sandbox company;
    private final Laptop laptop;

    SdkIT(Sandbox company, Laptop laptop) {
        this.company = company;
        this.laptop = laptop;
    }

    @Test
    void the_rest_api_is_asked_as_alice_page_by_page() {
        company.prod().forgetRequests();
        var client = client(laptop.localKey("prod"));

        assertThat(client.currentUser().me(new MeRequest()).getUserName()).isEqualTo(AlicesLaptop.ALICE);
        var clusters = client.clusters().list(new ListClustersRequest().setPageSize(1L));
        assertThat(StreamSupport.stream(clusters.spliterator(), false).map(each -> each.getClusterName()))
                .containsExactly("shared-autoscaling", "bob-notebooks", "nightly-etl");
        assertThat(company.prod().requests())
                .filteredOn(request -> request.path().endsWith("/clusters/list"))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.user()).contains(AlicesLaptop.ALICE));
    }

    @Test
    void a_file_of_300_mb_is_the_same_when_it_comes_back() throws Exception {
        var client = client(laptop.localKey("prod"));
        String path = "/Volumes/main/default/clients/300 MB %25 größer.bin";

        var sent = sha256();
        client.files()
                .upload(new UploadRequest()
                        .setFilePath(path)
                        .setContents(new DigestInputStream(new RandomBytes(FILE_BYTES), sent)));
        var received = sha256();
        long length;
        try (InputStream contents =
                new DigestInputStream(client.files().download(path).getContents(), received)) {
            length = contents.transferTo(OutputStream.nullOutputStream());
        }
        client.files().delete(path);

        assertThat(length).isEqualTo(FILE_BYTES);
        assertThat(hex(received)).isEqualTo(hex(sent));
        assertThatThrownBy(() -> client.files().download(path)).isInstanceOf(NotFound.class);
    }

    @Test
    void a_refusal_of_the_proxys_own_is_the_sdks_exception_and_says_what_to_do() {
        var stranger = client("lgk_" + "0".repeat(43));

        assertThatThrownBy(() -> stranger.currentUser().me(new MeRequest()))
                .isInstanceOf(Unauthenticated.class)
                .hasMessageContaining("local key");
    }

    private WorkspaceClient client(String key) {
        return new WorkspaceClient(new DatabricksConfig()
                .setHost(laptop.address("prod").toString())
                .setAuthType("pat")
                .setToken(key));
    }

    private static MessageDigest sha256() throws Exception {
        return MessageDigest.getInstance("SHA-256");
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Bytes that no compression shortens and no block of which is like another, made as they are read.
    private static final class RandomBytes extends InputStream {
        private final Random random = new Random(7);
        private long remaining;

        RandomBytes(long length) {
            remaining = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (remaining == 0) {
                return -1;
            }
            byte[] next = new byte[(int) Math.min(length, remaining)];
            random.nextBytes(next);
            System.arraycopy(next, 0, into, offset, next.length);
            remaining -= next.length;
            return next.length;
        }
    }
}
