package dev.lakegate.sandbox.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;

/// What a caller whom the workspace knows may ask it for. All nodes answer from the same.
final class Apis {
    private final FilesApi files;
    private final Probes probes;
    private final Confirmations confirmations = new Confirmations();
    private final ChatCompletions chat = new ChatCompletions(confirmations);
    private final ExperimentTracking tracking = new ExperimentTracking();
    private final Jobs jobs = new Jobs();
    private final SqlStatements statements = new SqlStatements();
    private final SqlThrift thrift = new SqlThrift();

    /// @param produced counts the bytes that the probes hand over to a connection
    Apis(String host, Path folder, LongAdder produced) throws IOException {
        files = new FilesApi(folder);
        probes = new Probes(host, produced, confirmations);
    }

    void answer(Call call, Principal caller) throws IOException, Refusal {
        String path = call.path();
        if (path.startsWith(FilesApi.PREFIX)) {
            files.answer(call);
        } else if (path.startsWith(Probes.PREFIX)) {
            probes.answer(call);
        } else if (path.startsWith(ExperimentTracking.PREFIX)) {
            tracking.answer(call);
        } else if (path.startsWith(Jobs.PREFIX)) {
            jobs.answer(call);
        } else if (path.startsWith(SqlStatements.PREFIX)) {
            statements.answer(call, caller);
        } else if (path.startsWith(SqlThrift.PREFIX)) {
            thrift.answer(call, caller);
        } else {
            switch (call.method() + " " + path) {
                case "GET /api/2.0/preview/scim/v2/Me" -> call.json(200, caller.scim());
                case "GET /api/2.0/clusters/list", "GET /api/2.1/clusters/list" -> Clusters.list(call);
                case "GET /api/2.0/clusters/get", "GET /api/2.1/clusters/get" -> Clusters.get(call);
                // as a workspace answers whom it does not know, or a path that is no API's
                case "GET /api/2.0/sandbox/sign-in-page" -> call.page();
                case "GET /api/2.0/sandbox/sign-in-redirect" -> {
                    call.field("Location", "/login.html?next_url=%2F");
                    call.empty(302);
                }
                case "POST /serving-endpoints/chat/completions" -> chat.answer(call, caller);
                default -> throw Refusal.noSuchApi(call);
            }
        }
    }
}
