package dev.lakegate.sandbox.workspace;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import dev.lakegate.sandbox.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A new workspace of two nodes for each test, and who speaks to it.
abstract class WithWorkspace {
    static final String ME = "/api/2.0/preview/scim/v2/Me";
    static final String ALICE = "alice@acme.example";

    @TempDir
    static Path pki;

    static Certificates certificates;

    @TempDir
    Path folder;

    Workspace workspace;
    DirectClient client;

    @BeforeAll
    static void makeCertificates() {
        certificates = Certificates.create(pki);
    }

    @BeforeEach
    void startWorkspace() {
        workspace = Workspace.start("prod.lakegate.test", 2, certificates, folder);
        client = new DirectClient(workspace, certificates.trusting());
    }

    @AfterEach
    void stopWorkspace() throws IOException {
        client.close();
        workspace.close();
    }

    /// The real SDK.
    final WorkspaceClient sdk(String token) {
        return new WorkspaceClient(new DatabricksConfig()
                .setHost(client.origin())
                .setAuthType("pat")
                .setToken(token)
                .setHttpClient(client.sdkClient()));
    }

    /// `Authorization` with a token that needed no exchange.
    final String bearer(String userName) {
        return "Bearer " + workspace.issueToken(userName);
    }
}
