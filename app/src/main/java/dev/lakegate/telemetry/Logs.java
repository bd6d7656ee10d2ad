package dev.lakegate.telemetry;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The program's log: warnings of this program and its libraries on standard error, one line each.
///
/// Libraries stay at WARNING: Jetty's DEBUG prints whole requests, tokens included.
public final class Logs {
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

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord entry) {
            String cause = entry.getThrown() == null ? "" : " (" + entry.getThrown() + ")";
            return entry.getInstant() + " " + entry.getLevel() + " " + entry.getLoggerName() + ": "
                    + formatMessage(entry).replace("\n", "\\n") + cause.replace("\n", "\\n") + System.lineSeparator();
        }
    }
}
