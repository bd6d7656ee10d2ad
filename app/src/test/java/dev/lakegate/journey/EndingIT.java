package dev.lakegate.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakegate.Main;
import dev.lakegate.sandbox.Laptop;
import dev.lakegate.sandbox.Person;
import dev.lakegate.sandbox.PlainWire;
import dev.lakegate.sandbox.PlainWire.Answer;
import dev.lakegate.sandbox.PlainWire.Head;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInNews;
import dev.lakegate.session.SignInWay;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// `lakegate run` in a process of its own is told to end while requests are under way: what comes to an end by
/// itself is whole, what does not is cut at the deadline and says so.
@ExtendWith(StandardSandbox.class)
class EndingIT extends WithSandbox {
    private static final String EVENTS = "/sandbox/sse?count=30&ms=50";
    private static final String ENDLESS = "/sandbox/sse?count=100000&ms=50";

    private Laptop laptop;
    private Process process;

    /// How a program is told to end.
    enum Told {
        BY_SIGNAL,
        BY_THE_CONTROL_SOCKET
    }

    @BeforeEach
    void run() throws Exception {
        laptop = notStarted(sandbox.configuration(), Map.of());
        ProcessBuilder program = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run");
        program.environment().put("LAKEGATE_HOME", laptop.home().toString());
        process = program.redirectErrorStream(true)
                .redirectOutput(laptop.home().resolve("run.log").toFile())
                .start();
        await("the routes").until(() -> log().contains("http://127.0.0.1:" + laptop.port("dev")));
        try (SignInHandle signIn = laptop.control().login(null, SignInWay.NO_BROWSER, EndingIT::visit)) {
            assertThat(signIn.await()).isEqualTo("alice@acme.example");
        }
    }

    @AfterEach
    void kill() throws Exception {
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_under_way_is_whole_and_nobody_new_is_let_in(Told told) throws Exception {
        try (PlainWire wire = new PlainWire(laptop.port("prod"))) {
            Head head = wire.send(get(EVENTS)).head();
            InputStream body = wire.body(head);
            body.readNBytes(10);

            tellToEnd(told);

            await("a closed listener").until(() -> !isListening("prod") && !isListening("dev"));
            assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("data: event 30\n\n");
            assertThat(process.waitFor(8, TimeUnit.SECONDS)).as(log()).isTrue();
            assertThat(process.exitValue()).as(log()).isZero();
            JsonNode line = audited(laptop, head.requestId());
            assertThat(line.has("problem")).isFalse();
            assertThat(line.path("status").asInt()).isEqualTo(200);
        }
    }

    @Test
    void what_waits_for_its_answer_gets_it() throws Exception {
        long before = slowRequests();
        try (PlainWire wire = new PlainWire(laptop.port("prod"))) {
            wire.send(get("/sandbox/slow?ms=2500"));
            await("the request").until(() -> slowRequests() == before + 1);

            tellToEnd(Told.BY_SIGNAL);

            Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head().field("Connection")).contains("close");
            assertThat(wire.isEnded()).isTrue();
            assertThat(process.waitFor(8, TimeUnit.SECONDS)).as(log()).isTrue();
        }
    }

    @Test
    void a_client_that_only_keeps_its_connection_holds_nothing_up() throws Exception {
        try (PlainWire used = new PlainWire(laptop.port("prod"));
                PlainWire silent = new PlainWire(laptop.port("prod"))) {
            assertThat(used.send(get(ME)).answer().status()).isEqualTo(200);

            tellToEnd(Told.BY_SIGNAL);

            assertThat(used.isEnded()).isTrue();
            assertThat(silent.isEnded()).isTrue();
            assertThat(process.waitFor(8, TimeUnit.SECONDS)).as(log()).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }

    @Test
    void what_does_not_end_by_itself_is_cut_at_the_deadline_and_says_so() throws Exception {
        try (PlainWire stream = new PlainWire(laptop.port("prod"));
                PlainWire silent = new PlainWire(laptop.port("prod"))) {
            Head head = stream.send(get(ENDLESS)).head();
            InputStream body = stream.body(head);
            body.readNBytes(10);
            silent.send(get("/sandbox/slow?ms=60000"));

            tellToEnd(Told.BY_SIGNAL);

            assertThatThrownBy(() -> body.transferTo(OutputStream.nullOutputStream()))
                    .isInstanceOf(IOException.class);
            Answer answer = silent.answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().path("code").asString()).isEqualTo("program_ending");
            assertThat(process.waitFor()).as(log()).isZero();
            assertThat(audited(laptop, head.requestId()).path("problem").asString())
                    .isEqualTo("program_ending");
            assertThat(audited(laptop, answer.head().requestId())
                            .path("problem")
                            .asString())
                    .isEqualTo("program_ending");
        }
    }

    @ParameterizedTest
    @EnumSource
    void told_a_second_time_it_ends_at_once(Told told) throws Exception {
        try (PlainWire silent = new PlainWire(laptop.port("prod"))) {
            silent.send(get("/sandbox/slow?ms=60000"));
            // what is sent after it has been served, and so has this
            assertThat(PlainWire.ask(laptop.port("prod"), get(ME)).status()).isEqualTo(200);
            tellToEnd(told);
            await("a closed listener").until(() -> !isListening("prod"));

            tellToEnd(told);

            assertThat(process.waitFor(8, TimeUnit.SECONDS)).as(log()).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(silent.answer().json().path("code").asString()).isEqualTo("program_ending");
        }
    }

    private static long slowRequests() {
        return sandbox.prod().requests().stream()
                .filter(request -> request.path().equals("/sandbox/slow"))
                .count();
    }

    private void tellToEnd(Told told) throws Exception {
        switch (told) {
            case BY_SIGNAL -> process.toHandle().destroy();
            case BY_THE_CONTROL_SOCKET -> laptop.control().stop();
        }
    }

    private boolean isListening(String route) {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), laptop.port(route))) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + laptop.port("prod") + "\r\nAuthorization: Bearer "
                + laptop.localKey("prod") + "\r\n\r\n";
    }

    private String log() {
        try {
            return Files.readString(laptop.home().resolve("run.log"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void visit(SignInNews news) {
        if (news instanceof SignInNews.SignInAt at) {
            try {
                Person.named("alice").signIn(at.address());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
