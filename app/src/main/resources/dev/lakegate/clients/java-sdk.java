// Databricks SDK for Java through Lakegate's route "{{route}}": com.databricks:databricks-sdk-java

import com.databricks.sdk.WorkspaceClient;
import com.databricks.sdk.core.DatabricksConfig;
import com.databricks.sdk.service.iam.MeRequest;
import java.nio.file.Files;
import java.nio.file.Path;

public class ThroughLakegate {
    public static void main(String[] arguments) throws Exception {
        // read when this runs: no key stands here
        String localKey = Files.readString(Path.of("{{key_file}}")).strip();
        WorkspaceClient workspace = new WorkspaceClient(new DatabricksConfig()
                .setHost("http://127.0.0.1:{{port}}")
                .setAuthType("pat")
                .setToken(localKey));
        System.out.println(workspace.currentUser().me(new MeRequest()).getUserName());
    }
}
