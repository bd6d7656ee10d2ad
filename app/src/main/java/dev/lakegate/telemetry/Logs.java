package dev.lakegate.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The program's log: warnings of this program and its libraries on standard error, one line each, and of
/// `lakegate run` in files of its own.
///
/// Libraries stay at WARNING: Jetty's DEBUG prints whole requests, tokens included.
public final class Logs {
    private static final int FILE_BYTES = 1_000_000;
    private static final int FILES = 3;

    /// Held, since a logger that nobody holds forgets its level.
    private static final Logger OURS = Logger.getLogger("dev.lakegate");

    private Logs() {}

    public static void toStandardError() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new OneLine());
        root.addHandler(console);
        root.setLevel(Level.WARNING);
    }

    /// Adds a log in that folder: `lakegate.0.log`, and older ones by their numbers; what this program says at INFO
    /// too.
    ///
    /// @param folder exists, and belongs to the owner alone
    public static void toFolder(Path folder) throws IOException {
        FileHandler file = new FileHandler(folder.resolve("lakegate.%g.log").toString(), FILE_BYTES, FILES, true);
        file.setFormatter(new OneLine());
        file.setEncoding("UTF-8");
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        root.addHandler(file);
        OURS.setLevel(Level.INFO);
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord entry) {
            String cause = entry.getThrown() == null ? "" : " (" + entry.getThrown() + ")";
            return entry.getInstant() + " " + entry.getLevel() + " " + entry.getLoggerName() + ": "
                    + formatMessage(entry).replace("\n", "\\n") + cause.replace("\n", "\\n") + System.lineSeparator();
        }
    }
}
