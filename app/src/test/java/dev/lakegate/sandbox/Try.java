package dev.lakegate.sandbox;

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.compute.ListClustersRequest;
import com.databricks.sdk.service.files.DownloadResponse;
import com.databricks.sdk.service.files.UploadRequest;
import com.databricks.sdk.service.iam.MeRequest;
import dev.lakegate.sandbox.Program.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `packaging/try`: a company on loopback, the built program beside it, and a client that nobody here wrote.
public final class Try {
    private static final int FILE_BYTES = 64 << 20;
    private static final String PERSON = "alice";
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final boolean once;
    private final boolean browser;
    private final Steps steps = new Steps(OUT);

    private Try(List<String> arguments) {
        once = arguments.contains("--once");
        browser = arguments.contains("--browser");
    }

    public static void main(String[] arguments) throws Exception {
        dev.lakegate.telemetry.Logs.toStandardError();
        Path folder = Files.createTempDirectory("lakegate-try-");
        int status = new Try(List.of(arguments)).run(folder) ? 0 : 1;
        System.exit(status);
    }

    private boolean run(Path folder) throws Exception {
        OUT.println("Starting");
        try (Sandbox sandbox = steps.step("provider, HAProxy and workspaces on loopback", () -> Sandbox.start(folder));
                Program program = steps.step("lakegate run", () -> Program.start(sandbox, folder, browser))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(program, sandbox, folder)));
            signIn(program);
            JsonNode variables = JsonMapper.shared()
                    .readTree(program.lakegate("env", "prod", "--shell", "json").out());
            WorkspaceClient client = client(variables);
            whoAmI(client, sandbox);
            requests(client);
            trace(program, sandbox);
            if (steps.allHeld() && !once) {
                stayUp(program, variables);
            }
        } catch (Steps.Failed failed) {
            OUT.println("  The logs are in " + folder);
        }
        OUT.println(steps.allHeld() ? "\nEvery step held." : "\nA step failed.");
        return steps.allHeld();
    }

    private void signIn(Program program) throws Exception {
        steps.step(browser ? "lakegate login, in your browser" : "lakegate login, as " + PERSON, () -> {
            if (browser) {
                OUT.println("     Sign in as " + PERSON + " with the password " + PERSON + "-password:");
            }
            Outcome login = program.lakegate("login");
            steps.expect(login.status() == 0, login.out() + login.err());
            return login;
        });
    }

    private static WorkspaceClient client(JsonNode variables) {
        return new WorkspaceClient(new DatabricksConfig()
                .setHost(variables.get("DATABRICKS_HOST").asString())
                .setToken(variables.get("DATABRICKS_TOKEN").asString())
                .setAuthType("pat"));
    }

    private void whoAmI(WorkspaceClient client, Sandbox sandbox) throws Exception {
        OUT.println("\nRequests of databricks-sdk-java, unchanged, through http://127.0.0.1");
        String me = steps.step(
                "who am I", () -> client.currentUser().me(new MeRequest()).getUserName());
        String seen = sandbox.prod().requests().getLast().user().orElse("nobody");
        OUT.println("     the SDK was told " + me + ", the workspace saw " + seen);
        steps.expect(me.equals("alice@acme.example") && seen.equals(me), "the workspace must see the person signed in");
    }

    private void requests(WorkspaceClient client) throws Exception {
        List<String> clusters = steps.step(
                "list clusters",
                () -> StreamSupport.stream(
                                client.clusters()
                                        .list(new ListClustersRequest())
                                        .spliterator(),
                                false)
                        .map(cluster -> cluster.getClusterName())
                        .toList());
        OUT.println("     " + String.join(", ", clusters));
        steps.expect(!clusters.isEmpty(), "the workspace has clusters");

        String path = "/Volumes/main/default/try/random.bin";
        String sent = steps.step("64 MB file up", () -> {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream content = new DigestInputStream(new RandomBytes(FILE_BYTES), digest)) {
                client.files()
                        .upload(new UploadRequest()
                                .setFilePath(path)
                                .setContents(content)
                                .setOverwrite(true));
            }
            return HexFormat.of().formatHex(digest.digest());
        });
        String received = steps.step("64 MB file down", () -> {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            DownloadResponse download = client.files().download(path);
            try (InputStream content = new DigestInputStream(download.getContents(), digest)) {
                content.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        });
        OUT.println("     SHA-256 sent     " + sent + "\n     SHA-256 received " + received);
        steps.expect(sent.equals(received), "the file must come back as it went");
    }

    /// One request, joined by the proxy's id, as each of the three wrote it down.
    private void trace(Program program, Sandbox sandbox) throws Exception {
        OUT.println("\nOne request, as each of the three wrote it down");
        steps.step("the trace of 'who am I', joined by the proxy's request id", () -> {
            JsonNode proxy = program.audit().stream()
                    .filter(line -> line.path("path").asString().endsWith("/Me"))
                    .findFirst()
                    .orElseThrow();
            String id = proxy.get("request_id").asString();
            JsonNode gateway =
                    sandbox.gateway().audited(proxy.get("gateway_request_id").asString());
            JsonNode workspace = Files.readAllLines(sandbox.prod().log()).stream()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .filter(line -> line.path("x_request_id").asString("").equals(id))
                    .findFirst()
                    .orElseThrow();
            OUT.println("     proxy      " + proxy);
            OUT.println("     gateway    " + gateway);
            OUT.println("     workspace  " + workspace);
            steps.expect(gateway.get("prid").asString().equals(id), "the gateway logs the proxy's id");
            return id;
        });
    }

    private static void stayUp(Program program, JsonNode variables) throws InterruptedException {
        OUT.println("\nIt stays up until Ctrl-C. For a notebook or a shell on this machine:\n");
        variables
                .properties()
                .forEach(variable -> OUT.println("  export " + variable.getKey() + "='"
                        + variable.getValue().asString() + "'"));
        OUT.println(
                "\n  curl -H \"Authorization: Bearer $DATABRICKS_TOKEN\" $DATABRICKS_HOST/api/2.0/preview/scim/v2/Me");
        OUT.println("\n  " + program.command() + " status");
        new CountDownLatch(1).await();
    }

    /// What failed can be read in the logs.
    private void stop(Program program, Sandbox sandbox, Path folder) {
        program.close();
        sandbox.close();
        if (steps.allHeld()) {
            try {
                FolderTree.delete(folder);
            } catch (IOException failure) {
                OUT.println(folder + " is left: " + failure);
            }
        }
    }

    /// Reproducible content of some length that no compression or cache makes easy.
    private static final class RandomBytes extends InputStream {
        private final Random random = new Random(42);
        private long left;

        RandomBytes(long length) {
            left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? random.nextInt(256) : -1;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            byte[] part = new byte[(int) Math.min(length, left)];
            random.nextBytes(part);
            System.arraycopy(part, 0, buffer, offset, part.length);
            left -= part.length;
            return part.length;
        }
    }
}
