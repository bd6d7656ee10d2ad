package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.sandbox.FreePort;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Laptop.Outcome;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import dev.lakegate.session.ProfileSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Routes and profiles come, change and go while others serve.
@ExtendWith(StandardSandbox.class)
class ReloadIT extends WithSandbox {
    /// Goes on for four seconds.
    private static final String STREAM = "/sandbox/sse?count=80&ms=50";

    private static final String ENDLESS = "/sandbox/sse?count=100000&ms=50";

    private Laptop laptop;

    @BeforeEach
    void start() throws Exception {
        laptop = laptop(sandbox.configuration() + """

                # $PORT_MORE, for a route that comes later
                """);
        laptop.signIn("alice");
    }

    @Test
    void no_stream_is_cut_while_routes_come_change_and_go_and_the_new_ones_serve() throws Exception {
        addRoute("acme", "more", "dev.lakegate.test");
        assertThat(say(laptop, "reload").status()).isZero();
        ProfileSession session = laptop.instance().session("acme");
        try (PlainWire untouched = connect("prod");
                PlainWire removed = connect("dev");
                PlainWire changed = connect("more");
                PlainWire idle = connect("dev")) {
            assertThat(idle.send(get("dev", ME)).answer().status()).isEqualTo(200);
            InputStream ofUntouched = begin(untouched, "prod", STREAM);
            InputStream ofRemoved = begin(removed, "dev", STREAM);
            InputStream ofChanged = begin(changed, "more", STREAM);

            removeRoute("dev");
            edit("workspace = \"dev.lakegate.test\"", "workspace = \"prod.lakegate.test\"");
            addRoute("acme", "latest", "dev.lakegate.test", FreePort.next());
            Outcome reload = say(laptop, "reload", "--json");

            assertThat(reload.status()).as(reload.err()).isZero();
            assertThat(names(reload, "added", "routes")).containsExactly("latest");
            assertThat(names(reload, "changed", "routes")).containsExactly("more");
            assertThat(names(reload, "removed", "routes")).containsExactly("dev");
            assertThat(reload.out()).contains("\"profiles\":[]").doesNotContain("acme");
            assertThat(idle.isEnded()).as("the idle connection").isTrue();
            assertThatThrownBy(() -> connect("dev")).hasRootCauseInstanceOf(ConnectException.class);
            forgetRequests();
            assertThat(ask("more", ME).json().path("userName").asString()).isEqualTo("alice@acme.example");
            assertThat(sandbox.prod().requests())
                    .anyMatch(request -> request.path().equals(ME));
            assertThat(sandbox.dev().requests())
                    .noneMatch(request -> request.path().equals(ME));
            assertThat(PlainWire.ask(portIn("latest"), get("latest", portIn("latest"), ME))
                            .status())
                    .isEqualTo(200);
            for (InputStream stream : List.of(ofUntouched, ofRemoved, ofChanged)) {
                assertThat(new String(stream.readAllBytes(), StandardCharsets.US_ASCII))
                        .endsWith("data: event 80\n\n");
            }
            assertThat(untouched.send(get("prod", ME)).answer().status())
                    .as("on the same connection")
                    .isEqualTo(200);
            assertThat(removed.isEnded())
                    .as("a connection that no request needs")
                    .isTrue();
        }
        assertThat(laptop.instance().session("acme")).as("the session").isSameAs(session);
        assertThat(say(laptop, "status").out())
                .contains("prod", "more", "latest")
                .doesNotContain("dev  ");
    }

    @Test
    void a_configuration_with_problems_changes_nothing_and_tells_all_of_them() throws Exception {
        try (PlainWire wire = connect("prod")) {
            assertThat(wire.send(get("prod", ME)).answer().status()).isEqualTo(200);
            String before = say(laptop, "status", "--json").out();
            removeRoute("dev");
            addRoute("acme", "more", "not a host");
            edit("sign_in_timeout", "sign_in_timeuot");

            Outcome reload = say(laptop, "reload");

            assertThat(reload.status()).isEqualTo(1);
            assertThat(reload.err())
                    .contains(
                            "nothing was changed",
                            "configuration_invalid",
                            "'profile.acme.route.more.workspace' is not valid",
                            "did you mean 'profile.acme.sign_in_timeout'?");
            assertThat(say(laptop, "status", "--json").out()).isEqualTo(before);
            assertThat(wire.send(get("prod", ME)).answer().status()).isEqualTo(200);
            assertThat(ask("dev", ME).status()).isEqualTo(200);
        }
    }

    @Test
    void so_does_one_that_cannot_be_put_to_work() throws Exception {
        String before = say(laptop, "status", "--json").out();
        removeRoute("dev");
        addProfile("umbrella");
        Files.writeString(laptop.home().resolve("no.pem"), "no certificate");
        String text = configuration();
        int last = text.lastIndexOf("ca_file = ");
        write(text.substring(0, last) + text.substring(last).replaceFirst("ca_file = .*", "ca_file = \"no.pem\""));

        Outcome reload = say(laptop, "reload");

        assertThat(reload.status()).isEqualTo(1);
        assertThat(reload.err()).contains("nothing was changed", "no.pem");
        assertThat(say(laptop, "status", "--json").out()).isEqualTo(before);
        assertThatThrownBy(() -> connect("more")).hasRootCauseInstanceOf(ConnectException.class);
    }

    @Test
    void what_has_not_changed_is_not_touched() {
        forgetRequests();

        Outcome reload = say(laptop, "reload");

        assertThat(reload.status()).isZero();
        assertThat(reload.out()).isEqualToIgnoringNewLines("Nothing has changed.\n");
    }

    @Test
    void a_profile_comes_with_a_sign_in_of_its_own_and_goes_without_cutting_its_streams() throws Exception {
        addProfile("umbrella");

        Outcome added = say(laptop, "reload");

        assertThat(added.out().lines()).containsExactly("added     profile umbrella", "added     route more");
        assertThat(ask("more", ME).json().path("code").asString()).isEqualTo("sign_in_needed");
        laptop.signIn("bob", "umbrella");
        assertThat(ask("more", ME).json().path("userName").asString()).isEqualTo("bob@acme.example");
        assertThat(ask("prod", ME).json().path("userName").asString()).isEqualTo("alice@acme.example");
        try (PlainWire wire = connect("more")) {
            InputStream stream = begin(wire, "more", STREAM);
            write(configuration().replaceFirst("(?s)\\[profile.umbrella].*", ""));

            Outcome removed = say(laptop, "reload");

            assertThat(removed.out().lines()).containsExactly("removed   profile umbrella", "removed   route more");
            assertThat(say(laptop, "login", "umbrella").err()).contains("unknown_profile");
            assertThat(new String(stream.readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("data: event 80\n\n");
        }
    }

    @Test
    void a_profile_of_other_settings_takes_the_place_of_the_former_whose_streams_end_with_the_sign_out()
            throws Exception {
        try (PlainWire goesOn = connect("prod");
                PlainWire ends = connect("prod")) {
            InputStream whole = begin(goesOn, "prod", STREAM);
            InputStream cut = begin(ends, "prod", ENDLESS);
            edit("gateway = ", "identity_field = \"x-lakegate-identity\"\ngateway = ");

            Outcome reload = say(laptop, "reload");

            assertThat(reload.out().lines()).containsExactly("changed   profile acme");
            await("the sign-in that was kept")
                    .until(() -> say(laptop, "status").out().contains("signed in as alice@acme.example"));
            assertThat(ask("prod", ME).json().path("userName").asString()).isEqualTo("alice@acme.example");
            assertThat(new String(whole.readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("data: event 80\n\n");
            laptop.signOut();
            assertThatThrownBy(() -> cut.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void a_taken_port_is_told_each_time_and_taken_when_it_is_free(String address) throws Exception {
        String known;
        try (ServerSocket taken = new ServerSocket(laptop.port("more"), 1, InetAddress.ofLiteral(address))) {
            addRoute("acme", "more", "dev.lakegate.test");

            Outcome refused = say(laptop, "reload");
            String key = laptop.localKey("more");
            Outcome again = say(laptop, "reload", "--json");

            assertThat(taken.isBound()).isTrue();
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.out().lines()).containsExactly("added     route more");
            assertThat(refused.err()).contains("port_taken", "lakegate reload");
            assertThat(again.status()).isEqualTo(1);
            assertThat(json(again).path("not_listening").path(0).path("problem").asString())
                    .isEqualTo("port_taken");
            assertThat(laptop.localKey("more"))
                    .as("the key, which may be known")
                    .isNotEqualTo(key);
            assertThat(say(laptop, "status").out()).contains("(not listening: port_taken)");
            assertThat(ask("prod", ME).status()).isEqualTo(200);
            known = laptop.localKey("more");
            Outcome handedOut = say(laptop, "env", "more");
            assertThat(handedOut.status()).isEqualTo(1);
            assertThat(handedOut.err()).contains("port_taken");
            assertThat(handedOut.out())
                    .as("the key, to be sent to the stranger")
                    .isEmpty();
        }

        Outcome free = say(laptop, "reload");

        assertThat(free.status()).as(free.err()).isZero();
        assertThat(free.out().lines()).containsExactly("listens   route more, whose port is free now");
        assertThat(laptop.localKey("more"))
                .as("the key, which clients may have sent to the stranger until now")
                .isNotEqualTo(known);
        assertThat(ask("more", ME).status()).isEqualTo(200);
    }

    @Test
    void two_routes_exchange_their_ports() throws Exception {
        String dev = String.valueOf(laptop.port("dev"));
        String prod = String.valueOf(laptop.port("prod"));
        write(configuration().replace(dev, "DEV").replace(prod, dev).replace("DEV", prod));

        Outcome reload = say(laptop, "reload");

        assertThat(reload.status()).as(reload.err()).isZero();
        forgetRequests();
        assertThat(PlainWire.ask(laptop.port("dev"), get("prod", laptop.port("dev"), ME))
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.prod().requests()).anyMatch(request -> request.path().equals(ME));
        assertThat(PlainWire.ask(laptop.port("prod"), get("prod", laptop.port("prod"), ME))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("local_key_wrong");
    }

    @Test
    void a_port_that_was_given_back_can_be_had_again_at_once() throws Exception {
        String with = configuration();
        for (int time = 0; time < 20; time++) {
            removeRoute("dev");
            assertThat(say(laptop, "reload").status()).isZero();
            try (ServerSocket other = new ServerSocket(laptop.port("dev"), 1, InetAddress.ofLiteral("127.0.0.1"))) {
                assertThat(other.isBound()).isTrue();
            }
            write(with);
            Outcome back = say(laptop, "reload");
            assertThat(back.status()).as(back.err()).isZero();
            assertThat(ask("dev", ME).status()).isEqualTo(200);
        }
    }

    @Test
    void settings_that_are_looked_at_when_the_program_starts_are_named() throws Exception {
        write(
                "credentials.store = \"memory\"\naudit.keep_files = 3\naudit.recognise_runs = false\ntraces.sampled = 0.5\n"
                        + configuration());

        Outcome reload = say(laptop, "reload");

        assertThat(reload.status()).isZero();
        assertThat(reload.out())
                .contains(
                        "later     credentials.store",
                        "later     audit.keep_files",
                        "later     audit.recognise_runs",
                        "later     traces.sampled")
                .doesNotContain("max_file_size", "traces.otlp");
    }

    @Test
    void a_program_may_have_many_routes() throws Exception {
        List<Integer> ports =
                IntStream.range(0, 60).mapToObj(_ -> FreePort.next()).toList();
        for (int number = 0; number < ports.size(); number++) {
            addRoute("acme", "many-" + number, "dev.lakegate.test", ports.get(number));
        }

        Outcome reload = say(laptop, "reload");

        assertThat(reload.status()).as(reload.err()).isZero();
        for (int number = 0; number < ports.size(); number++) {
            assertThat(PlainWire.ask(ports.get(number), get("many-" + number, ports.get(number), ME))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void without_a_running_program_there_is_nothing_to_reload() {
        laptop.close();

        Outcome reload = say(laptop, "reload");

        assertThat(reload.status()).isEqualTo(1);
        assertThat(reload.err()).contains("not_running", "lakegate run");
    }

    private InputStream begin(PlainWire wire, String route, String target) throws IOException {
        Head head = wire.send(get(route, target)).head();
        assertThat(head.status()).isEqualTo(200);
        InputStream body = wire.body(head);
        body.readNBytes(10);
        return body;
    }

    private PlainWire connect(String route) {
        return new PlainWire(laptop.port(route));
    }

    private Answer ask(String route, String target) throws IOException {
        return PlainWire.ask(laptop.port(route), get(route, target));
    }

    private String get(String route, String target) {
        return get(route, laptop.port(route), target);
    }

    private String get(String route, int port, String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAuthorization: Bearer "
                + laptop.localKey(route) + "\r\n\r\n";
    }

    private static List<String> names(Outcome reload, String what, String kind) {
        return json(reload)
                .path(what)
                .path(kind)
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private void addRoute(String profile, String name, String workspace) throws IOException {
        addRoute(profile, name, workspace, laptop.port(name));
    }

    private void addRoute(String profile, String name, String workspace, int port) throws IOException {
        write(configuration() + """

                [profile.%s.route.%s]
                port = %d
                workspace = "%s"
                """.formatted(profile, name, port, workspace));
    }

    private void removeRoute(String name) throws IOException {
        write(configuration()
                .replaceFirst("\\[profile\\.acme\\.route\\." + name + "]\nport = .*\nworkspace = .*\n", ""));
    }

    /// Another one of the same company, with the route `more`.
    private void addProfile(String name) throws IOException {
        String acme = configuration();
        write(acme + acme.substring(0, acme.indexOf("[profile.acme.route")).replace("profile.acme", "profile." + name));
        addRoute(name, "more", "dev.lakegate.test");
    }

    private void edit(String from, String to) throws IOException {
        String before = configuration();
        assertThat(before).contains(from);
        write(before.replace(from, to));
    }

    private int portIn(String route) throws IOException {
        return Integer.parseInt(configuration()
                .replaceFirst("(?s).*route\\." + route + "]\nport = (\\d+).*", "$1")
                .strip());
    }

    private String configuration() throws IOException {
        return Files.readString(laptop.locations().configFile());
    }

    private void write(String text) throws IOException {
        Files.writeString(laptop.locations().configFile(), text);
    }
}
