package dev.lakegate.sandbox.workspace;

import dev.lakegate.sandbox.workspace.Principal.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The users and service principals of the workspace.
final class Principals {
    private final Map<String, Principal> byName = new ConcurrentHashMap<>();

    /// The sandbox's people. Also those whom only the gateway turns away: a test must see *its* denial.
    Principals() {
        add(user("4001", "alice@acme.example", "Alice Adams", "data-science", "data-engineers"));
        add(user("4002", "bob@acme.example", "Bob Brown", "data-science"));
        add(user("4003", "carol@acme.example", "Carol Clark"));
        add(user("4004", "dave@acme.example", "Dave Davis", "data-science"));
        add(user("4005", "erin@acme.example", "Erin Evans"));
        add(new Principal(
                Kind.SERVICE_PRINCIPAL,
                "5001",
                "5ea1ab1e-0000-4000-8000-00000000e71a",
                "etl",
                List.of("data-engineers")));
    }

    void add(Principal principal) {
        byName.put(key(principal.userName()), principal);
    }

    Optional<Principal> named(Kind kind, String userName) {
        return named(userName).filter(p -> p.kind() == kind);
    }

    Optional<Principal> named(String userName) {
        return Optional.ofNullable(byName.get(key(userName)));
    }

    private static Principal user(String id, String email, String displayName, String... groups) {
        return new Principal(Kind.USER, id, email, displayName, List.of(groups));
    }

    private static String key(String userName) {
        return userName.toLowerCase(Locale.ROOT);
    }
}
