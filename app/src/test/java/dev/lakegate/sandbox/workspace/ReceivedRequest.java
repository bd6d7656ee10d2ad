package dev.lakegate.sandbox.workspace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/// A request as it reached the workspace.
///
/// @param node the node that got it, from 1
/// @param protocol `HTTP/1.1` or `HTTP/2.0`
/// @param target path and query, byte for byte
/// @param user whom its workspace token names; empty when it had no valid one
public record ReceivedRequest(
        Instant at, int node, String protocol, String method, String target, HttpFields fields, Optional<String> user) {

    /// The path, not decoded, without the query.
    public String path() {
        var query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// The value of a field that came at most once.
    public Optional<String> field(String name) {
        var values = fields(name);
        if (values.size() > 1) {
            throw new IllegalStateException(name + " came " + values.size() + " times");
        }
        return values.stream().findFirst();
    }

    /// All values of a field, in order, one for each time it came.
    public List<String> fields(String name) {
        return fields.getValuesList(name);
    }

    /// Leaves the fields out: they carry tokens.
    @Override
    public String toString() {
        return method + " " + path() + " as " + user.orElse("nobody") + " at node " + node;
    }
}
