package dev.lakegate.sandbox.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.databricks.sdk.core.commons.CommonsHttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.util.EntityUtils;
import tools.jackson.databind.JsonNode;

/// Speaks to a workspace without proxy or gateway: takes its public name for 127.0.0.1, and trusts one authority.
final class DirectClient implements AutoCloseable {
    private final String origin;
    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient http;

    /// An answer, wholly read.
    static final class Answer {
        private final int status;
        private final Map<String, String> fields;
        private final byte[] body;

        private Answer(int status, Map<String, String> fields, byte[] body) {
            this.status = status;
            this.fields = fields;
            this.body = body;
        }

        int status() {
            return status;
        }

        /// The fields by name, in any case.
        Map<String, String> fields() {
            return fields;
        }

        String field(String name) {
            return fields.get(name);
        }

        byte[] body() {
            return body;
        }

        JsonNode json() {
            return Json.read(new String(body, UTF_8));
        }
    }

    DirectClient(Workspace workspace, SSLContext tls) {
        origin = "https://" + workspace.host() + ":" + workspace.ports().getFirst();
        var schemes = RegistryBuilder.<ConnectionSocketFactory>create()
                .register("https", new SSLConnectionSocketFactory(tls))
                .build();
        connections = new PoolingHttpClientConnectionManager(schemes, name -> InetAddress.getAllByName("127.0.0.1"));
        http = HttpClients.custom()
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .build();
    }

    String origin() {
        return origin;
    }

    /// The HTTP client of the real SDK, which finds and trusts the workspace as this one does.
    CommonsHttpClient sdkClient() {
        return new CommonsHttpClient.Builder()
                .withConnectionManager(connections)
                .build();
    }

    Answer get(String pathAndQuery, String... fields) throws IOException {
        return execute(RequestBuilder.get(origin + pathAndQuery), fields);
    }

    Answer post(String path, byte[] body, String... fields) throws IOException {
        return execute(RequestBuilder.post(origin + path).setEntity(new ByteArrayEntity(body)), fields);
    }

    private Answer execute(RequestBuilder request, String... fields) throws IOException {
        for (var i = 0; i < fields.length; i += 2) {
            request.addHeader(fields[i], fields[i + 1]);
        }
        try (var response = http.execute(request.build())) {
            var answered = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            Arrays.stream(response.getAllHeaders()).forEach(h -> answered.put(h.getName(), h.getValue()));
            var entity = response.getEntity();
            var body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
            return new Answer(response.getStatusLine().getStatusCode(), answered, body);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
