package dev.lakegate.telemetry;

import dev.lakegate.config.LogFormat;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// One line for each record, for people or for programs, and no secret in it.
final class LogLines extends Formatter {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private volatile LogFormat format = LogFormat.TEXT;

    void write(LogFormat wanted) {
        format = wanted;
    }

    @Override
    public String format(LogRecord entry) {
        String message = Withheld.in(formatMessage(entry));
        String cause =
                entry.getThrown() == null ? null : Withheld.in(entry.getThrown().toString());
        String request = MDC.get(Logs.REQUEST_ID);
        return switch (format) {
            case TEXT -> text(entry, message, cause, request);
            case JSON -> json(entry, message, cause, request);
        };
    }

    private static String text(LogRecord entry, String message, @Nullable String cause, @Nullable String request) {
        return entry.getInstant() + " " + level(entry) + " " + entry.getLoggerName() + ": "
                + (request == null ? "" : "[" + request + "] ")
                + oneLine(message)
                + (cause == null ? "" : " (" + oneLine(cause) + ")")
                + System.lineSeparator();
    }

    /// In the words of [LogLevel] where those of `java.util.logging` are known to nobody else.
    private static String level(LogRecord entry) {
        int level = entry.getLevel().intValue();
        if (level >= Level.INFO.intValue()) {
            return entry.getLevel().getName();
        }
        return level >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }

    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }

    private static String json(LogRecord entry, String message, @Nullable String cause, @Nullable String request) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("ts", entry.getInstant().toString());
            json.writeStringProperty("level", level(entry));
            json.writeStringProperty("logger", String.valueOf(entry.getLoggerName()));
            if (request != null) {
                json.writeStringProperty("request_id", request);
            }
            json.writeStringProperty("message", message);
            if (cause != null) {
                json.writeStringProperty("cause", cause);
            }
            json.writeEndObject();
        }
        return line + System.lineSeparator();
    }
}
