package dev.lakegate.audit.activity;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// What is counted of a request's line, read without making an object of all of it.
///
/// @param second since the epoch, in which it began
/// @param route  empty when it has none
record Glance(long second, String route, int status, long bytesIn, long bytesOut, long micros) {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    /// Empty when the line is no request's.
    static Optional<Glance> at(byte[] bytes, int from, int length) {
        String ts = "";
        String route = "";
        boolean isRequest = false;
        int status = 0;
        long in = 0;
        long out = 0;
        long micros = 0;
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes, from, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                json.nextToken();
                switch (name) {
                    case "ts" -> ts = json.getString();
                    case "request_id" -> isRequest = true;
                    case "route" -> route = json.getString();
                    case "status" -> status = json.getIntValue();
                    case "bytes_in" -> in = json.getLongValue();
                    case "bytes_out" -> out = json.getLongValue();
                    case "duration_us" -> micros = json.getLongValue();
                    default -> json.skipChildren();
                }
            }
            return isRequest
                    ? Optional.of(new Glance(Instant.parse(ts).getEpochSecond(), route, status, in, out, micros))
                    : Optional.empty();
        } catch (JacksonException | DateTimeParseException changed) {
            return Optional.empty();
        }
    }
}
