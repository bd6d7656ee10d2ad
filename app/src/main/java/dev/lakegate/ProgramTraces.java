package dev.lakegate;

import dev.lakegate.config.Configuration;
import dev.lakegate.config.TracesSettings;
import dev.lakegate.model.ProblemException;
import dev.lakegate.telemetry.otlp.ProgramResource;
import dev.lakegate.telemetry.traces.RequestTracer;
import dev.lakegate.telemetry.traces.Traces;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// The program's traces and whom they are sent to; where nobody asks for any, nothing, and no library of theirs is
/// loaded.
final class ProgramTraces implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private Optional<Traces> traces = Optional.empty();

    private ProgramTraces() {}

    /// Sends from now on, as the configuration asks.
    static ProgramTraces start(Configuration configuration, ProgramResource program) throws ProblemException {
        ProgramTraces started = new ProgramTraces();
        TracesSettings settings = configuration.traces();
        if (settings.otlp().isPresent()) {
            OtlpCollector collector =
                    OtlpCollector.at(settings.otlp().get(), settings.otlpAuthorizationFile(), configuration.network());
            started.closings.push(collector::close);
            Traces made = new Traces(settings, program, collector);
            started.closings.push(made::close);
            started.traces = Optional.of(made);
        }
        return started;
    }

    RequestTracer requests() {
        return traces.isPresent() ? traces.get() : RequestTracer.NONE;
    }

    /// How many spans were made and did not get there.
    long lost() {
        return traces.isPresent() ? traces.get().lost() : 0;
    }

    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
