package dev.lakegate.session.join;

import dev.lakegate.model.ReleaseNumber;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// The members of one object of a descriptor. A known one of a wrong form is a fault; unknown ones are passed over,
/// since a later version may have added them.
final class DescriptorMembers {
    private static final int MAX_CHARACTERS = 500;
    private static final int MAX_ELEMENTS = 1_000;

    /// Printable ASCII, as client ids and scopes are (RFC 6749, Appendix A): anything else could paint over what the
    /// person is shown.
    private static final Pattern TEXT = Pattern.compile("[!-~](?:[ -~]{0," + (MAX_CHARACTERS - 2) + "}[!-~])?");

    private final String place;
    private final JsonNode object;
    private final List<String> faults;
    private final Map<String, Object> kept = new LinkedHashMap<>();

    /// @param place  of the object in the document, such as `profiles[0].`
    /// @param faults where they are gathered
    DescriptorMembers(String place, JsonNode object, List<String> faults) {
        this.place = place;
        this.object = object;
        this.faults = faults;
    }

    void fault(String member, String what) {
        faults.add("'" + place + member + "' " + what);
    }

    void keep(String key, Optional<?> value) {
        value.ifPresent(known -> kept.put(key, known));
    }

    /// What is to be written.
    Map<String, Object> kept() {
        return kept;
    }

    Optional<String> text(String member) {
        return required(member, optionalText(member));
    }

    Optional<String> name(String member, Pattern form) {
        Optional<String> name = text(member);
        Optional<String> fitting = name.filter(text -> form.matcher(text).matches());
        if (name.isPresent() && fitting.isEmpty()) {
            fault(member, "is not a name of lower-case letters, digits and hyphens, 40 at most");
        }
        return fitting;
    }

    Optional<Integer> number(String member) {
        Optional<Integer> number = there(member).filter(JsonNode::isInt).map(JsonNode::intValue);
        if (has(member) && number.isEmpty()) {
            fault(member, "is not a whole number");
        }
        return required(member, number);
    }

    Optional<String> optionalText(String member) {
        Optional<String> text = there(member).filter(DescriptorMembers::isText).map(JsonNode::stringValue);
        if (has(member) && text.isEmpty()) {
            fault(member, "is not a text of at most " + MAX_CHARACTERS + " printable ASCII characters");
        }
        return text;
    }

    Optional<ReleaseNumber> optionalRelease(String member) {
        Optional<ReleaseNumber> release = there(member)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .flatMap(ReleaseNumber::of);
        if (has(member) && release.isEmpty()) {
            fault(member, "is not a release such as 1.4.0");
        }
        return release;
    }

    Optional<Integer> optionalPort(String member) {
        Optional<Integer> port = there(member).filter(DescriptorMembers::isPort).map(JsonNode::intValue);
        if (has(member) && port.isEmpty()) {
            fault(member, "is not a port, a number from 1 to 65535");
        }
        return port;
    }

    Optional<List<String>> optionalTexts(String member) {
        List<JsonNode> elements = elements(member, MAX_ELEMENTS);
        if (!elements.stream().allMatch(DescriptorMembers::isText)) {
            fault(member, "is not a list of texts of printable ASCII characters");
            return Optional.empty();
        }
        return has(member)
                ? Optional.of(elements.stream().map(JsonNode::stringValue).toList())
                : Optional.empty();
    }

    Optional<List<Integer>> optionalPorts(String member) {
        List<JsonNode> elements = elements(member, MAX_ELEMENTS);
        if (!elements.stream().allMatch(DescriptorMembers::isPort)) {
            fault(member, "is not a list of ports, numbers from 1 to 65535");
            return Optional.empty();
        }
        return has(member)
                ? Optional.of(elements.stream().map(JsonNode::intValue).toList())
                : Optional.empty();
    }

    Optional<DescriptorMembers> optionalObject(String member) {
        Optional<JsonNode> inner = there(member).filter(JsonNode::isObject);
        if (has(member) && inner.isEmpty()) {
            fault(member, "is not an object");
        }
        return inner.map(node -> new DescriptorMembers(place + member + ".", node, faults));
    }

    List<DescriptorMembers> objects(String member, int atMost) {
        required(member, there(member));
        List<JsonNode> elements = elements(member, atMost);
        if (!elements.stream().allMatch(JsonNode::isObject)) {
            fault(member, "is not a list of objects");
            return List.of();
        }
        return IntStream.range(0, elements.size())
                .mapToObj(number ->
                        new DescriptorMembers(place + member + "[" + number + "].", elements.get(number), faults))
                .toList();
    }

    List<DescriptorMembers> optionalObjects(String member) {
        return has(member) ? objects(member, MAX_ELEMENTS) : List.of();
    }

    private List<JsonNode> elements(String member, int atMost) {
        Optional<JsonNode> list = there(member).filter(JsonNode::isArray);
        if (has(member) && list.isEmpty()) {
            fault(member, "is not a list");
        }
        List<JsonNode> elements = new ArrayList<>();
        list.ifPresent(array -> array.forEach(elements::add));
        if (elements.size() > atMost) {
            fault(member, "has more than " + atMost + " elements");
            return List.of();
        }
        return elements;
    }

    private <T> Optional<T> required(String member, Optional<T> value) {
        if (!has(member)) {
            fault(member, "is missing");
        }
        return value;
    }

    private boolean has(String member) {
        return object.has(member);
    }

    private Optional<JsonNode> there(String member) {
        return Optional.ofNullable(object.get(member));
    }

    private static boolean isText(JsonNode node) {
        return node.isString() && TEXT.matcher(node.stringValue()).matches();
    }

    private static boolean isPort(JsonNode node) {
        return node.isInt() && node.intValue() >= 1 && node.intValue() <= 65_535;
    }
}
