package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.databricks.sdk.core.error.platform.AlreadyExists;
import com.databricks.sdk.core.error.platform.NotFound;
import com.databricks.sdk.service.files.CreateDirectoryRequest;
import com.databricks.sdk.service.files.DirectoryEntry;
import com.databricks.sdk.service.files.UploadRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The workspace's Files API, as the real SDK uses it.
class FilesApiIT extends WithWorkspace {
    private static final int SIZE = 64 * 1024 * 1024;

    @Test
    void the_sdk_gets_back_the_64_megabytes_it_put() throws Exception {
        var files = sdk(workspace.issueToken(ALICE)).files();
        var file = folder.resolve("random");
        Files.write(file, randomBytes(SIZE));

        try (var content = Files.newInputStream(file)) {
            files.upload(new UploadRequest()
                    .setFilePath("/Volumes/main/default/lake/big file+50%.bin")
                    .setContents(content));
        }
        var download = files.download("/Volumes/main/default/lake/big file+50%.bin");

        assertThat(download.getContentLength()).isEqualTo(SIZE);
        assertThat(sha256(download.getContents())).isEqualTo(sha256(Files.newInputStream(file)));
        assertThat(workspace.requests())
                .extracting(r -> r.method() + " " + r.target())
                .containsExactly(
                        "GET /.well-known/databricks-config",
                        "PUT /api/2.0/fs/files/Volumes/main/default/lake/big%20file+50%25.bin",
                        "GET /api/2.0/fs/files/Volumes/main/default/lake/big%20file+50%25.bin");
    }

    @Test
    void the_sdk_keeps_house_in_a_volume() {
        var files = sdk(workspace.issueToken(ALICE)).files();
        var one = "/Volumes/main/default/lake/dir/one";

        files.createDirectory(new CreateDirectoryRequest().setDirectoryPath("/Volumes/main/default/lake/dir"));
        files.upload(file(one, "first"));
        assertThatThrownBy(() -> files.upload(file(one, "second"))).isInstanceOf(AlreadyExists.class);
        files.upload(file(one, "third").setOverwrite(true));

        assertThat(files.getMetadata(one).getContentLength()).isEqualTo(5);
        assertThat(files.download(one).getContents()).hasContent("third");
        assertThat(files.listDirectoryContents("/Volumes/main/default/lake/dir"))
                .extracting(DirectoryEntry::getPath)
                .containsExactly(one);
        assertThatThrownBy(() -> files.deleteDirectory("/Volumes/main/default/lake/dir"))
                .hasMessageContaining("not empty");
        files.delete(one);
        files.deleteDirectory("/Volumes/main/default/lake/dir");
        assertThatThrownBy(() -> files.download(one)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> files.upload(file("/Volumes/main/default/lake/../../../../etc/x", "")))
                .hasMessageContaining("Invalid path");
    }

    @Test
    void a_range_of_a_file_is_sent_as_asked_for() throws IOException {
        var token = workspace.issueToken(ALICE);
        sdk(token).files().upload(file("/Volumes/main/default/lake/digits", "0123456789"));
        var path = "/api/2.0/fs/files/Volumes/main/default/lake/digits";

        var middle = client.get(path, "Authorization", "Bearer " + token, "Range", "bytes=3-5");
        assertThat(middle.status()).isEqualTo(206);
        assertThat(middle.body()).asString().isEqualTo("345");
        assertThat(middle.field("Content-Range")).isEqualTo("bytes 3-5/10");
        assertThat(client.get(path, "Authorization", "Bearer " + token, "Range", "bytes=-2")
                        .body())
                .asString()
                .isEqualTo("89");
        var beyond = client.get(path, "Authorization", "Bearer " + token, "Range", "bytes=10-");
        assertThat(beyond.status()).isEqualTo(416);
        assertThat(beyond.field("Content-Range")).isEqualTo("bytes */10");
    }

    private static UploadRequest file(String path, String content) {
        return new UploadRequest().setFilePath(path).setContents(new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    private static byte[] randomBytes(int size) {
        var bytes = new byte[size];
        new Random(42).nextBytes(bytes);
        return bytes;
    }

    private static String sha256(InputStream content) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        try (var digesting = new DigestInputStream(content, digest)) {
            digesting.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
