package dev.lakegate.ui.kit;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.session.Refusal;
import java.io.IOException;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that may block, off the user interface's thread, and what is shown of it afterwards, on
/// that thread.
public final class Background {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private Background() {}

    /// May block.
    @FunctionalInterface
    public interface Work<T> {
        T done() throws ProblemException, Refusal, IOException, InterruptedException;
    }

    /// Begins at once, and returns the thread that works, for whoever wants to interrupt it.
    ///
    /// @param told what went wrong and what to do, in words
    public static <T> Thread begin(Work<T> work, Consumer<? super T> then, Consumer<String> told) {
        return Thread.startVirtualThread(() -> {
            try {
                T result = work.done();
                Platform.runLater(() -> then.accept(result));
            } catch (ProblemException problem) {
                Platform.runLater(() -> told.accept(ProblemWords.of(problem.problem())));
            } catch (Refusal refusal) {
                Platform.runLater(() -> told.accept(String.valueOf(refusal.getMessage())));
            } catch (IOException failure) {
                Platform.runLater(() -> told.accept(String.valueOf(failure.getMessage())));
            } catch (InterruptedException given) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException unforeseen) {
                LOG.error("A page's work failed", unforeseen);
                Platform.runLater(() -> told.accept(
                        Words.of("failed.unforeseen", unforeseen.getClass().getSimpleName())));
            }
        });
    }
}
