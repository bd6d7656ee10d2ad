package dev.lakegate.gateway.keys;

/// What a stranger wrote, fit for a line of a log.
final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    static String of(String foreign) {
        String plain = foreign.replaceAll("[^ -~]", "?");
        return "'" + (plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "…") + "'";
    }
}
