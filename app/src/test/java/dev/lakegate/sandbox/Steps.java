package dev.lakegate.sandbox;

import java.io.PrintStream;
import java.util.concurrent.Callable;

/// The steps of a try-out, each told with its time, and whether all of them held.
final class Steps {
    private final PrintStream out;
    private boolean allHeld = true;

    Steps(PrintStream out) {
        this.out = out;
    }

    /// A step did not hold; it has been told.
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    <T> T step(String name, Callable<T> action) throws Failed {
        long began = System.nanoTime();
        try {
            T outcome = action.call();
            out.printf("  ✓  %s (%.1f s)%n", name, (System.nanoTime() - began) / 1e9);
            return outcome;
        } catch (Failed failed) {
            throw failed;
        } catch (Exception failure) {
            out.printf("  ✗  %s%n     %s%n", name, failure);
            allHeld = false;
            throw new Failed();
        }
    }

    void expect(boolean held, String otherwise) throws Failed {
        if (!held) {
            out.println("  ✗  " + otherwise);
            allHeld = false;
            throw new Failed();
        }
    }

    boolean allHeld() {
        return allHeld;
    }
}
