package dev.lakegate.sandbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What one class of the program has said in its log since this began to listen.
public final class Told extends Handler implements AutoCloseable {
    private final Logger log;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Told(Logger log) {
        this.log = log;
        log.addHandler(this);
    }

    /// By the class of that name.
    public static Told by(String name) {
        return new Told(Logger.getLogger(name));
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        log.removeHandler(this);
    }
}
