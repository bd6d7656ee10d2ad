package dev.lakegate.cli;

import dev.lakegate.cli.Starter.Started;
import dev.lakegate.config.Configuration;
import dev.lakegate.diagnosis.Diagnosis;
import dev.lakegate.diagnosis.Doctor;
import dev.lakegate.diagnosis.check.Looked;
import dev.lakegate.diagnosis.check.Looked.Seen;
import dev.lakegate.diagnosis.check.Looked.Unseen;
import dev.lakegate.diagnosis.check.Surroundings;
import dev.lakegate.model.Phrase;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.NotRunning;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.StatusReport;
import dev.lakegate.session.StatusReport.SignInState;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// One examination: of the running program, or of one that is started for it and stopped afterwards.
final class DoctorVisit {
    private static final Duration OPENING_PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Context context;

    DoctorVisit(Context context) {
        this.context = context;
    }

    /// What was seen, and by the eyes of what.
    record Result(Surroundings surroundings, Diagnosis diagnosis) {}

    /// Blocks for up to half a minute.
    Result examine() throws InterruptedException {
        try {
            return examine(new Seen<>(context.running().status()));
        } catch (ProblemException failure) {
            return failure.problem() instanceof NotRunning ? startedForIt() : examine(unseen(failure));
        } catch (Refusal refusal) {
            return examine(new Unseen<>(Phrase.of("doctor.program.refuses", String.valueOf(refusal.getMessage()))));
        }
    }

    private Result startedForIt() throws InterruptedException {
        Started started;
        try {
            started = context.starter().start(Map.of());
        } catch (ProblemException failure) {
            return examine(new Unseen<>(Phrase.of("doctor.program.not_started", code(failure))));
        }
        try {
            return examine(opened(started));
        } finally {
            started.stop().run();
        }
    }

    /// A program that has just begun may still be looking up the kept sign-in. It is not the running one: it ends with
    /// the checks.
    private static Looked<StatusReport> opened(Started started) throws InterruptedException {
        long end = System.nanoTime() + OPENING_PATIENCE.toNanos();
        StatusReport report = started.instance().status();
        while (isOpening(report) && System.nanoTime() < end) {
            Thread.sleep(POLL);
            report = started.instance().status();
        }
        return new Seen<>(new StatusReport(
                report.version(), report.pid(), false, report.paused(), report.audit(), report.profiles()));
    }

    private static boolean isOpening(StatusReport report) {
        return report.profiles().stream().anyMatch(profile -> profile.state() == SignInState.OPENING);
    }

    private Result examine(Looked<StatusReport> status) throws InterruptedException {
        Surroundings surroundings = new Surroundings(
                context.locations(),
                context.environment(),
                context.home(),
                InstantSource.system(),
                configuration(),
                status);
        return new Result(surroundings, new Doctor(surroundings, InetAddress::getAllByName).examine(context.version()));
    }

    private Looked<Configuration> configuration() {
        try {
            return new Seen<>(context.configuration());
        } catch (ProblemException failure) {
            return new Unseen<>(Phrase.of("doctor.configuration.unusable"));
        }
    }

    private static <T> Looked<T> unseen(ProblemException failure) {
        return new Unseen<>(Phrase.of("doctor.program.not_asked", code(failure)));
    }

    private static Phrase code(ProblemException failure) {
        String code = failure.problem().code();
        return Phrase.what(code, code);
    }
}
