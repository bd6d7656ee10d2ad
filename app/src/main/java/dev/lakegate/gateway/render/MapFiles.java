package dev.lakegate.gateway.render;

import dev.lakegate.gateway.policy.Issuer;
import dev.lakegate.gateway.policy.Limits;
import dev.lakegate.gateway.policy.MappedPerson.Known;
import dev.lakegate.gateway.policy.Policy;
import dev.lakegate.gateway.policy.Revocations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The maps: what HAProxy looks up, and what can be changed in the running HAProxy. Each begins with what a
/// line of it
/// means.
final class MapFiles {
    private static final int MOST_REQUESTS = 1_000_000;

    private final Policy policy;
    private final Revocations revocations;

    MapFiles(Policy policy, Revocations revocations) {
        this.policy = policy;
        this.revocations = revocations;
    }

    void into(SortedMap<String, String> files) {
        put(files, "denials.map", resource("denials.map"));
        put(files, "closed-actions.lst", resource("closed-actions.lst"));
        put(
                files,
                "issuers.map",
                "# issuer (`iss`, exact)  short name  audience  longest lifetime (exp - iat) and clock skew in seconds",
                policy.issuers().stream()
                        .map(issuer -> "%s  %s  %s  %d  %d"
                                .formatted(
                                        issuer.issuer(),
                                        issuer.name(),
                                        issuer.audience(),
                                        issuer.longestLifetime().toSeconds(),
                                        issuer.clockSkew().toSeconds())));
        put(
                files,
                "token-types.lst",
                "# <issuer>|<typ>, small letters; nothing behind the bar where tokens have none",
                eachIssuer(issuer -> issuer.tokenTypes().stream()
                        .sorted()
                        .map(type -> issuer.name() + '|' + (type.equals("none") ? "" : type))));
        put(
                files,
                "clients.map",
                "# <issuer>|<client>  for whom that client's tokens may speak",
                eachIssuer(issuer -> Stream.concat(
                        issuer.clients().stream().map(client -> issuer.name() + '|' + client + "  people"),
                        issuer.applications().stream()
                                .map(client -> issuer.name() + '|' + client + "  applications"))));
        put(
                files,
                "scopes.lst",
                "# patterns over \"<issuer>|<the token's scopes>\", separated by spaces or as a JSON array",
                eachIssuer(MapFiles::scopes));
        put(
                files,
                "email-domains.lst",
                "# <issuer>|<domain> that this issuer may assert e-mail addresses of",
                eachIssuer(issuer -> issuer.emailDomains().stream().map(domain -> issuer.name() + '|' + domain)));
        put(
                files,
                "step-up.map",
                "# <issuer>  longest age of the sign-in in seconds, or any  acr values, of which a token must name one",
                eachIssuer(issuer -> issuer.stepUp().stream()
                        .map(wanted -> Stream.concat(
                                        Stream.of(
                                                issuer.name(),
                                                wanted.maxAge()
                                                        .map(age -> String.valueOf(age.toSeconds()))
                                                        .orElse("any")),
                                        wanted.acrValues().stream())
                                .collect(Collectors.joining("  ")))));
        people(files);
        put(
                files,
                "service-principals.lst",
                "# patterns over \"<issuer>|<application id>|<the token's groups as JSON>\"",
                policy.servicePrincipals().stream()
                        .flatMap(principal -> principal.groups().stream()
                                .flatMap(group -> GroupPattern.of(group, principal.applicationId())))
                        .distinct());
        put(
                files,
                "workspaces.map",
                "# public host name  workspace",
                policy.workspaces().stream().map(workspace -> workspace.host() + "  " + workspace.name()));
        put(
                files,
                "limits.map",
                "# <workspace identity>  requests in 10 s, bytes per second down and up; - for no limit",
                policy.limits().ofUsers().entrySet().stream()
                        .map(user -> user.getKey() + "  " + limit(user.getValue()))
                        .sorted());
    }

    private void people(SortedMap<String, String> files) {
        List<String> subjects = new ArrayList<>();
        List<String> emails = new ArrayList<>();
        policy.people().forEach(person -> {
            switch (person.known()) {
                case Known.BySubject(String subject) ->
                    subjects.add(person.issuer() + '|' + subject + "  " + person.identity());
                case Known.ByEmail(String email) ->
                    emails.add(person.issuer() + '|' + email + "  " + person.identity());
            }
        });
        put(files, "subjects.map", "# <issuer>|<subject>  workspace identity", subjects.stream());
        put(files, "emails.map", "# <issuer>|<verified e-mail>  workspace identity", emails.stream());
        put(
                files,
                "disabled.lst",
                "# workspace identities that are closed whatever their token says",
                policy.disabled().stream().sorted());
        put(
                files,
                "not-before.map",
                "# <workspace identity>  Unix seconds: tokens issued before are revoked",
                revocations.users().entrySet().stream()
                        .map(user -> user.getKey() + "  " + user.getValue().getEpochSecond())
                        .sorted());
        put(
                files,
                "revoked-tokens.lst",
                "# <issuer>|<jti> of single tokens that are revoked",
                revocations.tokens().stream().sorted());
    }

    /// Of one person, as words.
    static String limit(Limits.Limit limit) {
        return "%d %s %s"
                .formatted(
                        limit.requests().orElse(MOST_REQUESTS),
                        limit.download().map(String::valueOf).orElse("-"),
                        limit.upload().map(String::valueOf).orElse("-"));
    }

    /// A scope holds neither quotes nor backslashes (RFC 6749 §3.3), so it is whole between spaces or quotes.
    private static Stream<String> scopes(Issuer issuer) {
        if (issuer.scopes().isEmpty()) {
            return Stream.of("^" + issuer.name() + "\\|");
        }
        return issuer.scopes().stream()
                .map(GroupPattern::literally)
                .map(scope ->
                        "^" + issuer.name() + "\\|(?:(?:[^\\[].* )?" + scope + "(?: |\\z)|\\[.*\"" + scope + "\")");
    }

    private Stream<String> eachIssuer(Function<Issuer, Stream<String>> lines) {
        return policy.issuers().stream().flatMap(lines);
    }

    private static void put(SortedMap<String, String> files, String name, String comment, Stream<String> lines) {
        put(files, name, comment + '\n' + lines.map(line -> line + '\n').collect(Collectors.joining()));
    }

    private static void put(SortedMap<String, String> files, String name, String content) {
        files.put("maps/" + name, content);
    }

    static String resource(String name) {
        try (InputStream in = MapFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
