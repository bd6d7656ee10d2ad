package dev.lakegate.sandbox.workspace;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON written in the order it is given, and read.
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private Json() {}

    /// An object of these names and values, in turn.
    static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    static String text(Map<String, Object> object) {
        return MAPPER.writeValueAsString(object);
    }

    static JsonNode read(String text) {
        return MAPPER.readTree(text);
    }
}
