package dev.lakegate.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void threads_take_turns_though_each_has_a_lock_of_its_own() throws Exception {
        Path onlyOne = folder.resolve("only-one-may-make-this");
        AtomicInteger turns = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int number = 0; number < 16; number++) {
            threads.add(Thread.ofPlatform()
                    .start(() -> hold(new ProcessLock(folder.resolve("a.lock"), LONG), () -> {
                        makeAndDelete(onlyOne);
                        return turns.incrementAndGet();
                    })));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(turns).hasValue(16);
    }

    @Test
    void a_thread_that_holds_it_may_take_it_again_and_still_holds_it_after() throws Exception {
        ProcessLock lock = new ProcessLock(folder.resolve("a.lock"), LONG);

        boolean heldAfter = lock.holding(() -> {
            assertThat(lock.<Boolean>holding(() -> true)).isTrue();
            return !isFreeForOthers(folder.resolve("a.lock"));
        });

        assertThat(heldAfter).isTrue();
        assertThat(isFreeForOthers(folder.resolve("a.lock"))).isTrue();
    }

    @Test
    void locks_on_different_files_do_not_wait_for_each_other() throws Exception {
        ProcessLock one = new ProcessLock(folder.resolve("one.lock"), LONG);
        CountDownLatch done = new CountDownLatch(1);

        boolean wasDone = one.holding(() -> {
            Thread.ofVirtual()
                    .start(() -> hold(new ProcessLock(folder.resolve("other.lock"), LONG), () -> {
                        done.countDown();
                        return true;
                    }));
            await().until(() -> done.getCount() == 0);
            return true;
        });

        assertThat(wasDone).isTrue();
    }

    @Test
    void waiting_for_a_thread_is_bounded_and_the_file_is_named() throws Exception {
        Path file = folder.resolve("a.lock");
        Thread[] waiter = new Thread[1];
        ProblemException[] told = new ProblemException[1];

        new ProcessLock(file, LONG).holding(() -> {
            waiter[0] = Thread.ofVirtual()
                    .start(() -> told[0] = catchThrowableOfType(
                            ProblemException.class,
                            () -> new ProcessLock(file, Duration.ofMillis(20)).holding(() -> true)));
            join(waiter[0]);
            return true;
        });

        assertThat(told[0].problem())
                .isInstanceOfSatisfying(
                        LocalFailure.class,
                        failure -> assertThat(failure.action()).contains(file.toString()));
    }

    @Test
    void a_failing_step_frees_it() throws Exception {
        ProcessLock lock = new ProcessLock(folder.resolve("a.lock"), LONG);
        ProblemException failure = new ProblemException(new LocalFailure("do a thing", "of a reason"));

        assertThat(catchThrowableOfType(
                        ProblemException.class,
                        () -> lock.holding(() -> {
                            throw failure;
                        })))
                .isSameAs(failure);
        assertThat(isFreeForOthers(folder.resolve("a.lock"))).isTrue();
    }

    @Test
    void its_folder_and_file_are_made_when_needed_and_are_the_owners_alone() throws Exception {
        Path file = folder.resolve("state/credentials/a.lock");

        assertThat(new ProcessLock(file, LONG).<Boolean>holding(() -> true)).isTrue();

        assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
    }

    @Test
    void where_no_file_can_be_opened_threads_still_take_turns() throws Exception {
        Files.createFile(folder.resolve("no-folder"));
        Path impossible = folder.resolve("no-folder/a.lock");
        ProblemException[] told = new ProblemException[1];

        new ProcessLock(impossible, LONG).holding(() -> {
            join(Thread.ofVirtual()
                    .start(() -> told[0] = catchThrowableOfType(
                            ProblemException.class,
                            () -> new ProcessLock(impossible, Duration.ofMillis(20)).holding(() -> true))));
            return true;
        });

        assertThat(told[0].problem()).isInstanceOf(LocalFailure.class);
    }

    /// What another process finds.
    private static boolean isFreeForOthers(Path file) {
        try {
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Other.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            return switch (new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip()) {
                case "free" -> true;
                case "held" -> false;
                case String failure -> throw new AssertionError(failure);
            };
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    /// The other process.
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws IOException {
            try (FileChannel file = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                System.out.println(file.tryLock() == null ? "held" : "free");
            }
        }
    }

    private static <T> void hold(ProcessLock lock, ProcessLock.Step<T> step) {
        try {
            var _ = lock.holding(step);
        } catch (ProblemException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void makeAndDelete(Path file) {
        try {
            Files.delete(Files.createFile(file));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
