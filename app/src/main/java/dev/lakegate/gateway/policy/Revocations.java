package dev.lakegate.gateway.policy;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is revoked before it expires.
///
/// @param users  by workspace identity, small letters: tokens issued before are revoked
/// @param tokens `issuer|jti`
/// @param keys   `issuer|kid`
public record Revocations(Map<String, Instant> users, Set<String> tokens, Set<String> keys) {
    public static final Revocations NONE = new Revocations(Map.of(), Set.of(), Set.of());

    public Revocations {
        users = Map.copyOf(users);
        tokens = Set.copyOf(tokens);
        keys = Set.copyOf(keys);
    }

    /// These, and one person's tokens from before a moment.
    public Revocations withUser(String identity, Instant notBefore) {
        Map<String, Instant> more = new TreeMap<>(users);
        more.merge(identity, notBefore, (one, other) -> one.isAfter(other) ? one : other);
        return new Revocations(more, tokens, keys);
    }

    public Revocations withToken(String issuer, String jti) {
        return new Revocations(users, with(tokens, issuer + '|' + jti), keys);
    }

    public Revocations withKey(String issuer, String kid) {
        return new Revocations(users, tokens, with(keys, issuer + '|' + kid));
    }

    /// These and others.
    public Revocations and(Revocations others) {
        Revocations all = this;
        for (Map.Entry<String, Instant> user : others.users.entrySet()) {
            all = all.withUser(user.getKey(), user.getValue());
        }
        return new Revocations(all.users, union(tokens, others.tokens), union(keys, others.keys));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private static Set<String> with(Set<String> all, String one) {
        Set<String> more = new TreeSet<>(all);
        more.add(one);
        return more;
    }
}
