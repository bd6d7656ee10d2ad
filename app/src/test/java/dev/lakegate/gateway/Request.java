package dev.lakegate.gateway;

import java.util.ArrayList;
import java.util.List;

/// An HTTP/1.1 request, field by field as it goes over the wire; each method returns a new one.
record Request(String method, String target, List<String> fields, String body) {
    static Request of(String method, String target) {
        return new Request(method, target, List.of("Host: prod.lakegate.test", "Connection: close"), "");
    }

    Request to(String otherTarget) {
        return new Request(method, otherTarget, fields, body);
    }

    Request by(String otherMethod) {
        return new Request(otherMethod, target, fields, body);
    }

    Request token(Object identityToken) {
        return with("Proxy-Authorization", "Bearer " + identityToken);
    }

    Request credential(String workspaceToken) {
        return with("Authorization", "Bearer " + workspaceToken);
    }

    /// In place of what the field was before.
    Request with(String name, String value) {
        return without(name).and(name + ": " + value);
    }

    /// Beside what the field was before.
    Request and(String field) {
        var more = new ArrayList<>(fields);
        more.add(field);
        return new Request(method, target, more, body);
    }

    Request without(String name) {
        var rest = fields.stream()
                .filter(f -> !f.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .toList();
        return new Request(method, target, rest, body);
    }

    /// With the length it has.
    Request body(String text) {
        return with("Content-Length", String.valueOf(text.length())).bodyAsIs(text);
    }

    /// Whatever the fields say of its length.
    Request bodyAsIs(String text) {
        return new Request(method, target, fields, text);
    }

    /// What is sent.
    String text() {
        return method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", fields) + "\r\n\r\n" + body;
    }

    /// Leaves the fields out: they carry tokens.
    @Override
    public String toString() {
        return method + " " + target;
    }
}
