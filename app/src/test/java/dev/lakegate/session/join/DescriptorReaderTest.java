package dev.lakegate.session.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakegate.model.JoinProblem.DescriptorAbsent;
import dev.lakegate.model.JoinProblem.DescriptorRefused;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProfileName;
import dev.lakegate.model.ReleaseNumber;
import dev.lakegate.model.RouteName;
import dev.lakegate.session.join.Descriptor.OfferedProfile;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The form of a descriptor, which comes from a stranger until its gateway is joined.
class DescriptorReaderTest {
    private static final URI GATEWAY = URI.create("https://lakegate.acme.example");

    private static final String SOUND = """
            {
              "version": 1,
              "resource": "https://lakegate.acme.example",
              "profiles": [
                {
                  "name": "acme",
                  "provider": "other",
                  "issuer": "https://login.acme.example",
                  "client_id": "lakegate",
                  "audience": "urn:lakegate",
                  "scopes": ["openid", "email"],
                  "redirect_ports": [28611],
                  "routes": [
                    { "name": "prod", "workspace": "prod.acme.example", "port": 8701, "credential": "identity" }
                  ]
                }
              ]
            }
            """;

    @Test
    void a_sound_one_is_read_in_the_words_of_the_file() throws Exception {
        OfferedProfile acme = read(SOUND).profiles().getFirst();

        assertThat(acme.name()).isEqualTo(new ProfileName("acme"));
        assertThat(acme.settings())
                .isEqualTo(Map.of(
                        "provider", "other",
                        "issuer", "https://login.acme.example",
                        "client_id", "lakegate",
                        "audience", "urn:lakegate",
                        "scopes", List.of("openid", "email"),
                        "redirect_ports", List.of(28611)));
        assertThat(acme.routes()).singleElement().satisfies(route -> {
            assertThat(route.name()).isEqualTo(new RouteName("prod"));
            assertThat(route.port()).isEqualTo(Optional.of(8701));
            assertThat(route.settings()).isEqualTo(Map.of("workspace", "prod.acme.example", "credential", "identity"));
        });
    }

    @Test
    void what_a_later_version_adds_is_passed_over() throws Exception {
        String later = SOUND.replace("\"version\": 1,", "\"version\": 1, \"more\": {\"x\": [1]},")
                .replace(
                        "\"name\": \"acme\",",
                        "\"name\": \"acme\", \"gateway\": \"https://evil.example\", \"ca_file\": \"/tmp/evil.pem\",");

        assertThat(read(later).profiles()).isEqualTo(read(SOUND).profiles());
    }

    @Test
    void the_release_that_people_are_to_have_is_a_release() throws Exception {
        assertThat(read(SOUND).release()).isEmpty();
        assertThat(read(SOUND.replace("\"version\": 1,", "\"version\": 1, \"client\": {\"version\": \"1.4.0\"},"))
                        .release())
                .contains(new ReleaseNumber(1, 4, 0));
        for (String other : List.of("{\"version\": \"<b>9\"}", "{\"version\": 9}", "\"1.4.0\"")) {
            assertRefused(SOUND.replace("\"version\": 1,", "\"version\": 1, \"client\": " + other + ","), "'client");
        }
    }

    @Test
    void optional_members_may_be_absent() throws Exception {
        String bare = """
                {"version": 1, "resource": "https://LAKEGATE.acme.example:443/", "profiles": [
                  {"name": "a", "provider": "okta", "issuer": "i", "client_id": "c", "audience": "a"}]}""";

        assertThat(read(bare).profiles().getFirst().routes()).isEmpty();
    }

    @Test
    void another_version_is_told_and_nothing_else_of_it_is_judged() {
        assertRefused(
                SOUND.replace("\"version\": 1", "\"version\": 2").replace("acme.example\"", "evil.example\""),
                "it is of version 2");
        assertRefused(SOUND.replace("\"version\": 1", "\"version\": \"1\""), "'version' is not a whole number");
        assertRefused(SOUND.replace("\"version\": 1", "\"version\": 1.5"), "'version' is not a whole number");
        assertRefused(
                SOUND.replace("\"version\": 1", "\"version\": 99999999999999999999"),
                "'version' is not a whole number");
        assertRefused(SOUND.replace("\"version\": 1,", ""), "'version' is missing");
    }

    @Test
    void a_resource_that_is_not_where_it_came_from_is_told_with_both_names() {
        assertRefused(
                SOUND.replace("\"https://lakegate.acme.example\"", "\"https://other.example\""),
                "'resource' is https://other.example, and it came from https://lakegate.acme.example");
        for (String other : List.of(
                "https://lakegate.acme.example:8443",
                "https://lakegate.acme.example.evil.example",
                "https://acme.example")) {
            assertRefused(SOUND.replace("\"https://lakegate.acme.example\"", "\"" + other + "\""), "and it came from");
        }
        for (String none : List.of(
                "http://lakegate.acme.example",
                "lakegate.acme.example",
                "https://lakegate.acme.example/x",
                "https://u@lakegate.acme.example",
                "")) {
            assertRefused(SOUND.replace("\"https://lakegate.acme.example\"", "\"" + none + "\""), "'resource' is not");
        }
        assertRefused(SOUND.replace("\"resource\": \"https://lakegate.acme.example\",", ""), "'resource' is missing");
    }

    @Test
    void what_is_no_json_or_has_two_meanings_is_refused() {
        for (String malformed :
                List.of("{", "not json", SOUND + "{}", SOUND.replace("}", ""), "\uFEFF<html>", "[".repeat(60_000))) {
            assertThat(problem(malformed)).as(malformed).isInstanceOf(DescriptorRefused.class);
        }
        assertRefused(
                SOUND.replace("\"client_id\": \"lakegate\"", "\"client_id\": \"lakegate\", \"client_id\": \"evil\""),
                "gives a member twice");
    }

    @Test
    void json_that_is_something_else_is_no_descriptor() {
        for (String other : List.of(
                "", " ", "{}", "[]", "1", "null", "\"version\"", "{\"issuer\": \"https://login.acme.example\"}")) {
            assertThat(problem(other)).as(other).isInstanceOf(DescriptorAbsent.class);
        }
    }

    @Test
    void a_known_member_of_a_wrong_type_refuses_the_whole() {
        String wrong = "'profiles[0].";
        assertRefused(SOUND.replace("\"other\"", "7"), wrong + "provider' is not a text");
        assertRefused(SOUND.replace("\"urn:lakegate\"", "null"), wrong + "audience' is not a text");
        assertRefused(SOUND.replace("\"client_id\": \"lakegate\",", ""), wrong + "client_id' is missing");
        assertRefused(SOUND.replace("[\"openid\", \"email\"]", "\"openid email\""), wrong + "scopes' is not a list");
        assertRefused(
                SOUND.replace("[\"openid\", \"email\"]", "[\"openid\", 1]"), wrong + "scopes' is not a list of texts");
        assertRefused(SOUND.replace("[28611]", "[\"28611\"]"), wrong + "redirect_ports' is not a list of ports");
        assertRefused(SOUND.replace("[28611]", "28611"), wrong + "redirect_ports' is not a list");
        assertRefused(SOUND.replace("\"identity\"", "true"), wrong + "routes[0].credential' is not a text");
        assertRefused(
                SOUND.replace("{ \"name\": \"prod\"", "{ \"service_principal\": {}, \"name\": \"prod\""),
                "service_principal' is not a text");
        assertRefused(SOUND.replaceAll("(?s)\"routes\": \\[.*?\\]", "\"routes\": {}"), wrong + "routes' is not a list");
        assertRefused(
                SOUND.replaceAll("(?s)\"routes\": \\[.*?\\]", "\"routes\": [1]"),
                wrong + "routes' is not a list of objects");
        assertRefused(
                "{\"version\": 1, \"resource\": \"https://lakegate.acme.example\", \"profiles\": {}}",
                "'profiles' is not a list");
        assertRefused(
                "{\"version\": 1, \"resource\": \"https://lakegate.acme.example\", \"profiles\": []}",
                "it offers no profile");
        assertRefused("{\"version\": 1, \"resource\": \"https://lakegate.acme.example\"}", "'profiles' is missing");
    }

    @Test
    void a_hostile_port_is_refused() {
        for (String port : List.of("0", "-1", "65536", "8701.5", "\"8701\"", "1e3", "99999999999", "null")) {
            assertRefused(SOUND.replace("\"port\": 8701", "\"port\": " + port), "routes[0].port' is not a port");
        }
    }

    @Test
    void a_hostile_name_is_refused_and_not_repeated() {
        for (String name : List.of(
                "", "Acme", "a b", "a.b", "a\\\"]\\nissuer", "-a", "a".repeat(41), "..", "ac\u202Eme", "a\\u0000")) {
            Problem profile = problem(SOUND.replace("\"acme\"", "\"" + name + "\""));
            Problem route = problem(SOUND.replace("\"prod\"", "\"" + name + "\""));

            assertThat(profile.text().what())
                    .contains("'profiles[0].name' is not a ")
                    .doesNotContain("\u202E");
            assertThat(route.text().what())
                    .contains("'profiles[0].routes[0].name' is not a ")
                    .doesNotContain("\u202E");
        }
    }

    @Test
    void text_that_could_paint_over_the_screen_is_refused_and_not_repeated() {
        for (String text :
                List.of("\\u001b[2J", "evil\\nline", "right\u202Eleft", "\u0430cme", "", " ", " x", "x".repeat(501))) {
            Problem refusal = problem(SOUND.replace("\"urn:lakegate\"", "\"" + text + "\""));

            assertThat(refusal).as(text).isInstanceOf(DescriptorRefused.class);
            assertThat(refusal.text().what())
                    .contains("'profiles[0].audience' is not a text")
                    .doesNotContain("\u001b", "\u202E", "\u0430");
        }
    }

    @Test
    void a_distant_gateway_cannot_send_anybody_to_a_sign_in_on_this_machine() throws Exception {
        String local = SOUND.replace("https://login.acme.example", "http://127.0.0.1:9000");

        assertRefused(local, "'profiles[0].issuer' is plain http, and the gateway is not on this machine");
        URI here = URI.create("https://127.0.0.1:8443");
        assertThat(new DescriptorReader(here)
                        .read(local.replace(GATEWAY.toString(), here.toString()))
                        .profiles())
                .hasSize(1);
    }

    @Test
    void too_many_or_the_same_twice_is_refused() {
        String one = SOUND.substring(SOUND.indexOf('[') + 1, SOUND.lastIndexOf(']'));
        String head = SOUND.substring(0, SOUND.indexOf('[') + 1);
        assertRefused(head + one + "," + one + "]}", "profile 'acme' is offered twice");
        assertRefused(head + one + "," + one + "]}", "route 'prod' is offered twice");
        assertRefused(
                head + one + "," + one.replace("\"acme\"", "\"other\"").replace("prod", "dev") + "]}",
                "the issuer of profile 'other' has a profile already");
        assertRefused(head + (one + ",").repeat(16) + one + "]}", "'profiles' has more than 16 elements");
    }

    @Test
    void every_fault_is_told_at_once() {
        DescriptorRefused refusal = (DescriptorRefused) problem(SOUND.replace("\"acme\"", "\"A\"")
                .replace("8701", "0")
                .replace("\"urn:lakegate\"", "1")
                .replace("\"resource\": \"https://lakegate", "\"resource\": \"https://other"));

        assertThat(refusal.reasons()).hasSize(4);
    }

    private static void assertRefused(String descriptor, String reason) {
        Problem problem = problem(descriptor);
        assertThat(problem).isInstanceOf(DescriptorRefused.class);
        assertThat(((DescriptorRefused) problem).reasons())
                .anySatisfy(told -> assertThat(told).contains(reason));
    }

    private static Problem problem(String descriptor) {
        return catchThrowableOfType(ProblemException.class, () -> read(descriptor))
                .problem();
    }

    private static Descriptor read(String descriptor) throws ProblemException {
        return new DescriptorReader(GATEWAY).read(descriptor);
    }
}
