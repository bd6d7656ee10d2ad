package dev.lakegate.audit.run;

import dev.lakegate.audit.run.Run.Kind;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteBufferFeeder;
import tools.jackson.core.json.JsonFactory;

/// Looks for a run's id in JSON that passes part by part. It looks at no more than the first 64 KB, keeps none of them
/// but an unfinished word, and gives up at the first that is not as it should be. For one thread at a time; does not
/// block.
public final class RunReader {
    static final int MOST_BYTES = 1 << 16;

    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final Kind kind;
    private final List<String> place;
    private final JsonParser parser = JSON.createNonBlockingByteBufferParser(ObjectReadContext.empty());
    private final ByteBufferFeeder feeder = (ByteBufferFeeder) parser.nonBlockingInputFeeder();
    private final @Nullable Gunzip gunzip;
    private int left = MOST_BYTES;
    private boolean over;

    /// How many objects and arrays are open.
    private int depth;
    /// How many steps of the place have been taken, when all that is open is on the way there.
    private int taken;
    /// Whether the value that comes next is the next step.
    private boolean isNext;

    private RunReader(RunEndpoint endpoint, @Nullable Gunzip gunzip) {
        this.kind = endpoint.kind();
        this.place = endpoint.place();
        this.gunzip = gunzip;
    }

    /// Empty where the body is in a form that cannot be read here.
    ///
    /// @param encoding its `Content-Encoding`; null where there is none
    public static Optional<RunReader> of(RunEndpoint endpoint, @Nullable String encoding) {
        return switch (encoding) {
            case null -> Optional.of(new RunReader(endpoint, null));
            case "identity" -> Optional.of(new RunReader(endpoint, null));
            case "gzip", "x-gzip" -> Optional.of(new RunReader(endpoint, new Gunzip()));
            default -> Optional.empty();
        };
    }

    /// Reads on; the part stays as it is. Empty for as long as the id has not come.
    public Optional<Run> read(ByteBuffer part) {
        if (over || !part.hasRemaining()) {
            return Optional.empty();
        }
        ByteBuffer looked = part.slice(part.position(), Math.min(left, part.remaining()));
        left -= looked.remaining();
        Optional<Run> found = Optional.empty();
        boolean goesOn = false;
        try {
            found = gunzip == null ? parsed(looked) : gunzip.each(looked, this::parsed);
            goesOn = !over && left > 0;
        } catch (DataFormatException | JacksonException malformed) {
            // it is the workspace's affair what it sends, or the client's
        } finally {
            if (!goesOn) {
                end();
            }
        }
        return found;
    }

    private void end() {
        over = true;
        parser.close();
        if (gunzip != null) {
            gunzip.end();
        }
    }

    private Optional<Run> parsed(ByteBuffer json) {
        if (over) {
            return Optional.empty();
        }
        feeder.feedInput(json);
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.NOT_AVAILABLE;
                token = parser.nextToken()) {
            if (isNext && token.isScalarValue() && taken == place.size() - 1) {
                over = true; // whatever it is, there is no other
                boolean mayBeAnId = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT;
                return mayBeAnId ? Run.of(kind, parser.getString()) : Optional.empty();
            }
            follow(token);
        }
        return Optional.empty();
    }

    private void follow(JsonToken token) {
        switch (token) {
            case PROPERTY_NAME -> {
                isNext = depth == taken + 1 && place.get(taken).equals(parser.currentName());
                return;
            }
            case START_OBJECT -> {
                taken += isNext && taken < place.size() - 1 ? 1 : 0;
                depth++;
            }
            case START_ARRAY -> depth++;
            case END_OBJECT, END_ARRAY -> {
                taken -= taken > 0 && depth == taken + 1 ? 1 : 0;
                depth--;
            }
            default -> {
                // a value that is not looked for
            }
        }
        isNext = false;
    }
}
