package dev.lakegate.telemetry;

import dev.lakegate.config.LogFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The program's log: warnings of this program and its libraries on standard error, one line each, and of
/// `lakegate run` in files of its own. Whatever is logged, [Withheld] has gone over it.
///
/// Libraries stay at WARNING, unless [#setLevel] has them say more.
public final class Logs {
    /// The name under which SLF4J's MDC holds the proxy's id of the request that is at hand.
    public static final String REQUEST_ID = "request_id";

    private static final int FILE_BYTES = 1_000_000;
    private static final int FILES = 3;

    /// The logger of all that this program itself says.
    public static final String OURS = "dev.lakegate";

    /// Held, since a logger that nobody holds forgets its level.
    private static final Logger OWN = Logger.getLogger(OURS);

    private static final Logger ROOT = Logger.getLogger("");

    /// Likewise those whose level was set, with what was set and the level they had before.
    private static final Map<Logger, Changed> CHANGED = new ConcurrentHashMap<>();

    private static final LogLines LINES = new LogLines();

    private Logs() {}

    private record Changed(LogLevel set, @Nullable Level before) {}

    public static void toStandardError() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(LINES);
        ROOT.addHandler(console);
        ROOT.setLevel(Level.WARNING);
    }

    /// Adds a log in that folder: `lakegate.0.log`, and older ones by their numbers; what this program says at INFO
    /// too.
    ///
    /// @param folder exists, and belongs to the owner alone
    public static void toFolder(Path folder) throws IOException {
        FileHandler file = new FileHandler(folder.resolve("lakegate.%g.log").toString(), FILE_BYTES, FILES, true);
        file.setFormatter(LINES);
        file.setEncoding("UTF-8");
        for (Handler handler : ROOT.getHandlers()) {
            handler.setLevel(Level.WARNING);
        }
        ROOT.addHandler(file);
        OWN.setLevel(Level.INFO);
    }

    /// From the next line on.
    public static void write(LogFormat format) {
        LINES.write(format);
    }

    /// How the lines are written.
    static Formatter lines() {
        return LINES;
    }

    /// From now on until the program ends. Standard error gets no more than warnings all the same.
    ///
    /// @param logger its name; empty for all that have no level of their own
    public static void setLevel(String logger, LogLevel level) {
        switch (level) {
            case DEFAULT -> asBefore(Logger.getLogger(logger));
            case ERROR -> set(logger, level, Level.SEVERE);
            case WARN -> set(logger, level, Level.WARNING);
            case INFO -> set(logger, level, Level.INFO);
            case DEBUG -> set(logger, level, Level.FINE);
            case TRACE -> set(logger, level, Level.ALL);
        }
    }

    /// What [#setLevel] has set last.
    ///
    /// @param logger as there
    public static LogLevel level(String logger) {
        Changed changed = CHANGED.get(Logger.getLogger(logger));
        return changed == null ? LogLevel.DEFAULT : changed.set();
    }

    private static void set(String logger, LogLevel wanted, Level level) {
        Logger named = Logger.getLogger(logger);
        CHANGED.compute(
                named, (_, earlier) -> new Changed(wanted, earlier == null ? named.getLevel() : earlier.before()));
        named.setLevel(level);
    }

    private static void asBefore(Logger logger) {
        Changed changed = CHANGED.remove(logger);
        if (changed != null) {
            logger.setLevel(changed.before());
        }
    }
}
