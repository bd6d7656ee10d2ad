package dev.lakegate.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakegate.audit.AuditHealth;
import dev.lakegate.model.ConfigurationProblem;
import dev.lakegate.model.ExitStatus;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.AlreadyRunning;
import dev.lakegate.model.ProgramProblem.ConfigurationInvalid;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.model.ProgramProblem.VersionSkew;
import dev.lakegate.os.OwnerOnly;
import dev.lakegate.os.SocketPath;
import dev.lakegate.proxy.LocalKeys;
import dev.lakegate.proxy.Pause;
import dev.lakegate.session.changes.Changes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ControlSocketTest {
    private static final String HELLO = "{\"message\":\"Hello\",\"version\":\"1.2.3\"}\n";

    @TempDir
    Path place;

    @Test
    void a_command_reaches_the_running_program() throws Exception {
        try (ControlSocket _ = serving(path())) {
            StatusReport status = client(path()).status();

            assertThat(status)
                    .isEqualTo(new StatusReport(
                            "1.2.3", ProcessHandle.current().pid(), true, false, AuditHealth.SOUND, List.of()));
        }
    }

    @Test
    void what_the_running_program_refuses_comes_back_with_its_exit_status() throws Exception {
        try (ControlSocket _ = serving(path())) {
            ControlClient client = client(path());

            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(() ->
                            client.login("nowhere", SignInWay.BROWSER, _ -> {}).await())
                    .withMessageStartingWith("unknown_profile: There is no profile 'nowhere'.")
                    .satisfies(refusal -> assertThat(refusal.exitStatus()).isEqualTo(ExitStatus.WRONG_USAGE));
            assertThatExceptionOfType(Refusal.class).isThrownBy(() -> client.logout(null));
            assertThatExceptionOfType(Refusal.class)
                    .isThrownBy(client::reload)
                    .withMessageContainingAll("configuration_invalid", "a fault", "another")
                    .satisfies(refusal -> assertThat(refusal.exitStatus()).isEqualTo(ExitStatus.FAILED));
        }
    }

    @Test
    void a_command_of_another_version_is_served_and_told_so() throws Exception {
        List<String> others = new ArrayList<>();
        try (ControlSocket _ = serving(path())) {
            assertThat(new ControlClient("1.3.0", path(), others::add).status().version())
                    .isEqualTo("1.2.3");
        }

        assertThat(others).containsExactly("1.2.3");
    }

    @Test
    void a_command_that_another_version_does_not_understand_names_both() throws Exception {
        Files.createDirectory(place.resolve("run"));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path()))) {
            Thread.ofVirtual()
                    .start(() -> answer(
                            server,
                            "{\"message\":\"Hello\",\"version\":\"9.0\",\"new\":1}\n{\"message\":\"Riddle\"}\n"));

            assertThat(problem(() -> new ControlClient("1.2.3", path(), _ -> {}).status()))
                    .isEqualTo(new VersionSkew("1.2.3", "9.0"));
        }
    }

    @Test
    void the_running_program_tells_what_its_threads_do() throws Exception {
        try (ControlSocket _ = serving(path())) {
            assertThat(client(path()).threads()).contains("control-socket");
        }
    }

    @Test
    void the_running_program_ends_when_it_is_asked_to() throws Exception {
        ControlSocket socket = ControlSocket.bind(path());
        Instance instance = instance();
        socket.serve(instance);
        Thread program = Thread.ofVirtual().start(() -> {
            try (socket) {
                instance.awaitStopRequest();
            } catch (InterruptedException unasked) {
                throw new AssertionError(unasked);
            }
        });
        ControlClient client = client(path());

        client.stop();
        client.awaitEnd();

        assertThat(program.join(Duration.ofSeconds(10))).isTrue();
        assertThat(client.isRunning()).isFalse();
    }

    @Test
    void a_second_instance_is_refused_and_the_first_serves_on() throws Exception {
        try (ControlSocket _ = serving(path())) {
            assertThat(problem(() -> ControlSocket.bind(path()))).isEqualTo(new AlreadyRunning(path()));

            assertThat(client(path()).status().version()).isEqualTo("1.2.3");
        }
    }

    @Test
    void an_instance_in_another_process_is_respected_until_it_is_killed() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        path().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(other.getInputStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo("bound");
            assertThat(problem(() -> ControlSocket.bind(path()))).isEqualTo(new AlreadyRunning(path()));
        } finally {
            other.destroyForcibly().waitFor();
        }

        assertThat(path()).exists();
        try (ControlSocket _ = serving(path())) {
            assertThat(client(path()).status().version()).isEqualTo("1.2.3");
        }
    }

    /// The other process.
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (ControlSocket _ = ControlSocket.bind(Path.of(arguments[0]))) {
                System.out.println("bound");
                // until it is killed, or the test that started it has gone
                var _ = System.in.read();
            }
        }
    }

    @Test
    void a_stale_socket_is_recognised_on_both_sides() throws Exception {
        leaveStaleSocket(path());

        assertThat(problem(() -> client(path()).status())).isEqualTo(new NotRunning());
        try (ControlSocket _ = serving(path())) {
            assertThat(client(path()).status().version()).isEqualTo("1.2.3");
        }
    }

    @Test
    void with_nobody_there_a_command_says_so() {
        assertThat(problem(() -> client(path()).status())).isEqualTo(new NotRunning());
    }

    @Test
    void a_closed_socket_leaves_nothing_to_connect_to_and_can_be_bound_again() throws Exception {
        ControlSocket first = serving(path());
        first.close();

        assertThat(path()).doesNotExist();
        assertThat(problem(() -> client(path()).status())).isEqualTo(new NotRunning());
        ControlSocket.bind(path()).close();
    }

    @Test
    void a_path_too_long_for_a_socket_works_all_the_same() throws Exception {
        Path wanted = place.resolve("x".repeat(120)).resolve("control.sock");

        try (ControlSocket _ = serving(wanted)) {
            assertThat(client(wanted).status().version()).isEqualTo("1.2.3");
            assertThat(problem(() -> ControlSocket.bind(wanted))).isEqualTo(new AlreadyRunning(wanted));
            assertThat(permissions(OwnerOnly.folderOf(SocketPath.bindable(wanted))))
                    .isEqualTo("rwx------");
        }
        assertThat(SocketPath.bindable(wanted)).doesNotExist();
        Files.deleteIfExists(Path.of(SocketPath.bindable(wanted) + ".lock"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void socket_and_folder_are_the_owners_alone() throws Exception {
        try (ControlSocket _ = ControlSocket.bind(path())) {
            assertThat(permissions(path())).isEqualTo("rw-------");
            assertThat(permissions(place.resolve("run"))).isEqualTo("rwx------");
        }
    }

    @Test
    void a_socket_in_a_folder_of_someone_else_is_neither_bound_nor_spoken_to() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root may give folders away");
        Path theirs = Files.createDirectory(place.resolve("run"));
        try (ServerSocketChannel _ =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path()))) {
            Files.setAttribute(theirs, "unix:uid", 65_534);

            assertThat(problem(() -> client(path()).status())).isEqualTo(new NotRunning());
            assertThat(problem(() -> ControlSocket.bind(path()))).isInstanceOf(LocalFailure.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "null",
                "[]",
                "42",
                "{}",
                "{\"message\":\"Destroy\"}",
                "{\"message\":\"Login\",\"profile\":{}}",
                "{\"message\":\"Login\",\"way\":\"MAGIC\"}",
                "{\"message\":\"Paste\",\"callback\":\"http://127.0.0.1/\"}",
                "{\"message\":\"Report\",\"report\":{\"version\":\"\",\"pid\":1,\"profiles\":[]}}",
                "{\"message\":\"SignedIn\",\"person\":\"mallory\"}",
                "GET / HTTP/1.1"
            })
    void what_is_no_command_is_refused_in_words_and_the_next_is_served(String line) throws Exception {
        try (ControlSocket _ = serving(path())) {
            assertThat(answerTo(line + "\n")).contains("\"message\":\"Refused\"", "\"code\":\"local_failure\"");

            assertThat(client(path()).status().version()).isEqualTo("1.2.3");
        }
    }

    @Test
    void a_command_without_end_is_cut_off_and_the_next_is_served() throws Exception {
        try (ControlSocket _ = serving(path())) {
            assertThat(answerTo("x".repeat(20_000))).isEmpty();

            assertThat(client(path()).status().version()).isEqualTo("1.2.3");
        }
    }

    @Test
    void someone_who_connects_and_says_nothing_keeps_nobody_waiting() throws Exception {
        try (ControlSocket _ = serving(path());
                SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
            assertThat(client(path()).status().version()).isEqualTo("1.2.3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\n",
                "null\n",
                "{\"message\":\"SignedIn\",\"person\":\"mallory\"}\n",
                HELLO,
                HELLO + "garbage\n",
                HELLO + "null\n",
                HELLO + "{\"message\":\"SignedIn\",\"person\":\"mallory\"}\n"
            })
    void a_server_that_answers_nonsense_is_a_failure_and_no_status(String answer) throws Exception {
        Files.createDirectory(place.resolve("run"));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path()))) {
            Thread.ofVirtual().start(() -> answer(server, answer));

            assertThat(problem(() -> client(path()).status())).isInstanceOf(LocalFailure.class);
        }
    }

    private Path path() {
        return place.resolve("run/control.sock");
    }

    private ControlSocket serving(Path path) throws ProblemException {
        ControlSocket socket = ControlSocket.bind(path);
        socket.serve(instance());
        return socket;
    }

    private Instance instance() {
        return new Instance(
                "1.2.3",
                Instance.Role.RUNNING,
                new NoProfiles(),
                new Listeners(new LocalKeys(place.resolve("keys")), place),
                new Changes(InstantSource.system()),
                new Pause(_ -> {}, InstantSource.system()),
                () -> AuditHealth.SOUND);
    }

    private static final class NoProfiles implements Profiles {
        @Override
        public List<OfOne> all() {
            return List.of();
        }

        @Override
        public Reloaded reload() throws ProblemException {
            throw new ProblemException(new ConfigurationInvalid(List.of(problem("a fault"), problem("another"))));
        }

        private static ConfigurationProblem problem(String what) {
            return new ConfigurationProblem(
                    Phrase.verbatim("lakegate.toml"), Phrase.verbatim(what), Phrase.verbatim("mend it"));
        }
    }

    /// Greets and answers one command, whatever it was.
    private static void answer(ServerSocketChannel server, String answer) {
        try (SocketChannel client = server.accept()) {
            client.write(ByteBuffer.wrap(answer.getBytes(UTF_8)));
            if (answer.startsWith("{\"message\":\"Hello\"")) {
                client.read(ByteBuffer.allocate(1_000));
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static ControlClient client(Path path) {
        return new ControlClient("1.2.3", path, other -> {
            throw new AssertionError("another version: " + other);
        });
    }

    /// As a killed process leaves it.
    private static void leaveStaleSocket(Path path) throws IOException {
        Files.createDirectory(OwnerOnly.folderOf(path));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(path))
                .close();
        Files.createFile(Path.of(path + ".lock"));
        assertThat(path).exists();
    }

    private String answerTo(String said) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path()));
                BufferedReader in = new BufferedReader(Channels.newReader(channel, UTF_8))) {
            channel.write(ByteBuffer.wrap(said.getBytes(UTF_8)));
            assertThat(in.readLine()).isEqualTo("{\"message\":\"Hello\",\"version\":\"1.2.3\"}");
            String answer = in.readLine();
            return answer == null ? "" : answer;
        } catch (IOException reset) {
            // what was not read when the other side closed is reset
            return "";
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static Problem problem(ThrowingCallable call) {
        return catchThrowableOfType(ProblemException.class, call).problem();
    }
}
