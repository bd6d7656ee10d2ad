package dev.lakegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.lakegate.sandbox.ForgedToken;
import dev.lakegate.sandbox.workspace.Principal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From a verified token to a workspace identity that may use the gateway.
class PersonIT extends WithGateway {
    @Test
    void a_person_is_found_by_subject_or_by_verified_email() {
        assertPasses(me());
        forgetRequests();
        var bob = acme.person("bob", "data-science").claim("email", "Bob@ACME.example");
        assertPasses(me().token(bob).credential(prod.issueToken(BOB)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void nobody(String who, ForgedToken token, String code) {
        var audited = assertDenied(me().token(token), 403, code);
        assertThat(audited.path("verified").asBoolean()).isTrue();
    }

    static Stream<Arguments> nobody() {
        var bob = acme.person("bob", "data-science");
        return Stream.of(
                arguments("unmapped", acme.person("carol", "data-science"), "no_workspace_identity"),
                arguments("unverified e-mail", bob.claim("email_verified", false), "no_workspace_identity"),
                arguments("e-mail verified by a word", bob.claim("email_verified", "true"), "no_workspace_identity"),
                arguments("e-mail verified by 1", bob.claim("email_verified", 1), "no_workspace_identity"),
                arguments("e-mail, verified or not", bob.withoutClaim("email_verified"), "no_workspace_identity"),
                arguments(
                        "an e-mail of a domain that is not this issuer's",
                        acme.person("mallory", "data-science").claim("email", "mallory@evil.example"),
                        "no_workspace_identity"),
                arguments("alice of another issuer", other.alice(), "no_workspace_identity"),
                arguments("bob of another issuer", other.person("bob", "data-science"), "no_workspace_identity"),
                arguments("disabled", acme.person("dave", "data-science"), "user_disabled"),
                arguments("in no group that may", acme.person("erin", "staff"), "group_required"),
                arguments("an application", acme.person("lakegate", "data-science"), "app_only_token"),
                arguments("an application by gty", acme.alice().claim("gty", "client-credentials"), "app_only_token"),
                arguments("an application by idtyp", acme.alice().claim("idtyp", "app"), "app_only_token"),
                arguments("no subject", acme.alice().withoutClaim("sub"), "app_only_token"));
    }

    @Test
    void an_application_passes_where_its_client_is_listed_for_it() {
        prod.add(new Principal(Principal.Kind.USER, "77", "batch@acme.example", "Batch", List.of()));
        var batch = acme.person("batch", "data-science").claim("client_id", "batch");
        assertPasses(me().token(batch).credential(prod.issueToken("batch@acme.example")));
    }

    @Test
    void tokens_from_before_the_persons_not_before_are_revoked() {
        gateway.runtime("set map " + map("not-before.map") + " " + BOB + " 99999999999");
        try {
            assertDenied(me().token(acme.person("bob", "data-science")), 401, "token_revoked");
        } finally {
            gateway.runtime("set map " + map("not-before.map") + " " + BOB + " 1700000000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ali\r\nce", "a,b", "a\"b", "a b", "é", "a\0b", "", "a;b"})
    void a_subject_that_is_more_than_a_name_is_unsafe(String subject) {
        assertDenied(me().token(acme.alice().claim("sub", subject)), 401, "unsafe_claim");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "a@b@acme.example", "bob@acme.example\r\nx: y", "bob@acme.example,eve@acme.example"})
    void an_email_that_is_more_than_an_address_is_unsafe(String email) {
        assertDenied(me().token(acme.person("bob", "data-science").claim("email", email)), 401, "unsafe_claim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"x\\\",\\\"data-science\"]",
                "[\"\\u0064ata-science\"]",
                "[\"a\\r\\nb\",\"data-science\"]",
                "[\"a\\\\\",\"data-science\"]",
                "[[\"data-science\"]]",
                "[{\"a\":\"data-science\"}]",
                "[\"data-science\",]",
                "[1,\"data-science\"]",
                "\"data-science\""
            })
    void groups_that_could_be_read_in_two_ways_are_unsafe(String json) {
        assertDenied(me().token(acme.alice().claimJson("groups", json)), 401, "unsafe_claim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"x,data-science\"]",
                "[\"x],[data-science\"]",
                "[\"data-science2\"]",
                "[\" data-science\"]",
                "[\"Data-Science\"]",
                "[\"data_science\"]",
                "[]",
                "null",
                "{\"a\":\"data-science\"}"
            })
    void a_group_is_its_whole_name(String json) {
        assertDenied(me().token(acme.alice().claimJson("groups", json)), 403, "group_required");
    }

    @Test
    void two_hundred_groups_work_and_none_is_overlooked() {
        var many = IntStream.range(0, 200)
                .mapToObj("0f0f0f0f-1111-2222-3333-%012d"::formatted)
                .toList();
        assertDenied(me().token(acme.alice().claim("groups", many)), 403, "group_required");
        var last = Stream.concat(many.stream(), Stream.of("data-science")).toList();
        assertPasses(me().token(acme.alice().claim("groups", last)));
    }

    @Test
    void foreign_letters_and_white_space_between_groups_do_no_harm() {
        assertPasses(
                me().token(acme.alice().claimJson("groups", "[ \"\\u00e9t\\u00e9\\/x, y\" ,\n\t\"data-science\" ]")));
    }

    private static String map(String name) {
        // the runtime socket splits at spaces, and the folder's name has some: the map's number stands for it
        return gateway.runtime("show map")
                .lines()
                .filter(l -> l.contains("/" + name + ")"))
                .map(l -> "#" + l.substring(0, l.indexOf(' ')))
                .findFirst()
                .orElseThrow();
    }
}
