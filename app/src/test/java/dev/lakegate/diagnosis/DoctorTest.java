package dev.lakegate.diagnosis;

import static dev.lakegate.model.Phrase.verbatim;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lakegate.diagnosis.Diagnosis.Checked;
import dev.lakegate.diagnosis.check.Check;
import dev.lakegate.diagnosis.check.Finding;
import dev.lakegate.diagnosis.check.Outcome;
import dev.lakegate.diagnosis.check.Outcome.NotLookedAt;
import dev.lakegate.diagnosis.check.Outcome.Wrong;
import dev.lakegate.model.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Checks side by side, and what their results come to.
@Timeout(20)
class DoctorTest {

    @Test
    void a_check_that_hangs_and_one_that_throws_keep_no_other_from_its_result() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Checked> checked = Doctor.run(
                    List.of(
                            check("hangs", () -> {
                                try {
                                    never.await();
                                    return List.of();
                                } catch (InterruptedException end) {
                                    interrupted.countDown();
                                    throw end;
                                }
                            }),
                            check("throws", () -> {
                                throw new IllegalStateException("canary");
                            }),
                            check("errs", () -> {
                                throw new AssertionError("canary");
                            }),
                            check("works", () -> List.of(new Finding("it", new Outcome.Fine(verbatim("works")))))),
                    background,
                    Duration.ofMillis(200),
                    Doctor.Onlooker.NOBODY);

            assertThat(checked).extracting(Checked::name).containsExactly("hangs", "throws", "errs", "works");
            assertThat(checked)
                    .extracting(one -> English.of(one.findings().getFirst().outcome()))
                    .containsExactly(
                            new NotLookedAt(verbatim("it took longer than the doctor waits")),
                            new NotLookedAt(verbatim("the check itself failed (IllegalStateException)")),
                            new NotLookedAt(verbatim("the check itself failed (AssertionError)")),
                            new Outcome.Fine(verbatim("works")));
            interrupted.await();
        }
    }

    @Test
    void the_exit_status_tells_what_alone_is_wrong() {
        Outcome fine = new Outcome.Fine(verbatim("yes"));
        Outcome note = new Outcome.Attention(verbatim("well"), verbatim("Look."));
        Outcome signIn = new Wrong(verbatim("nobody"), verbatim("Sign in."), ExitStatus.SIGN_IN_NEEDED);
        Outcome away = new Wrong(verbatim("away"), verbatim("Connect."), ExitStatus.UNREACHABLE);
        Outcome broken = new Wrong(verbatim("broken"), verbatim("Mend it."));

        assertThat(diagnosis(fine, note, new NotLookedAt(verbatim("no"))).exitStatus())
                .isEqualTo(ExitStatus.DONE);
        assertThat(diagnosis(fine, signIn, note).exitStatus()).isEqualTo(ExitStatus.SIGN_IN_NEEDED);
        assertThat(diagnosis(away, fine, away).exitStatus()).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(diagnosis(away, signIn).exitStatus()).isEqualTo(ExitStatus.FAILED);
        assertThat(diagnosis(broken, signIn).exitStatus()).isEqualTo(ExitStatus.FAILED);
    }

    @Test
    void what_to_do_first_is_of_what_is_wrong_and_only_then_of_what_to_look_at() {
        Outcome note = new Outcome.Attention(verbatim("well"), verbatim("Look."));
        Outcome broken = new Wrong(verbatim("broken"), verbatim("Mend it."));

        assertThat(diagnosis(note, broken).firstThingToDo()).contains(verbatim("Mend it."));
        assertThat(diagnosis(note).firstThingToDo()).contains(verbatim("Look."));
        assertThat(diagnosis(new Outcome.Fine(verbatim("yes"))).firstThingToDo())
                .isEmpty();
        assertThat(diagnosis(note, broken).summary()).isEqualTo("1 wrong, 1 to look at of 2 checks.");
    }

    private static Diagnosis diagnosis(Outcome... outcomes) {
        return new Diagnosis(
                "test",
                Instant.EPOCH,
                Arrays.stream(outcomes)
                        .map(outcome -> new Checked("check", "check", List.of(new Finding("it", outcome))))
                        .toList());
    }

    private static Check check(String name, Callable<List<Finding>> look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String title() {
                return name;
            }

            @Override
            public List<Finding> look() throws InterruptedException {
                try {
                    return look.call();
                } catch (InterruptedException | RuntimeException failure) {
                    throw failure;
                } catch (Exception impossible) {
                    throw new AssertionError(impossible);
                }
            }
        };
    }
}
