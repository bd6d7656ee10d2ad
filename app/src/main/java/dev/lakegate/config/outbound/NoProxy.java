package dev.lakegate.config.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hosts that are called past outbound proxies, as clients on all systems take `NO_PROXY`: `*`, names (a
/// name stands for all below it, with a leading dot or `*.` or without), addresses, blocks of addresses such as
/// `10.0.0.0/8`; each but a block with a port or without.
public record NoProxy(List<Entry> entries) {
    public static final NoProxy NOBODY = new NoProxy(List.of());

    private static final Pattern NAME =
            Pattern.compile("(?:\\*\\.|\\.)?(?<name>[a-z0-9_.*-]+?)\\.?(?::(?<port>\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile(
            "(?:\\[(?<bracketed>[0-9a-f:.]+)](?::(?<port>\\d{1,5}))?|(?<bare>[0-9a-f.]*:[0-9a-f:.]*:[0-9a-f:.]*))");
    private static final Pattern BLOCK = Pattern.compile("(?<address>[0-9a-f:.]+)/(?<bits>\\d{1,3})");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");

    public NoProxy {
        entries = List.copyOf(entries);
    }

    /// Hosts that are called directly.
    public sealed interface Entry {
        record Everybody() implements Entry {}

        /// A name with all below it, in lower case.
        record Name(String name, Optional<Integer> port) implements Entry {}

        record Address(InetAddress address, Optional<Integer> port) implements Entry {}

        /// All addresses that begin with the same bits (RFC 4632).
        record Block(InetAddress first, int bits) implements Entry {
            public Block {
                if (bits > first.getAddress().length * 8) {
                    throw new IllegalArgumentException("no address has so many bits");
                }
            }

            boolean holds(InetAddress address) {
                byte[] mine = first.getAddress();
                byte[] others = address.getAddress();
                if (mine.length != others.length) {
                    return false;
                }
                for (int bit = 0; bit < bits; bit++) {
                    int mask = 0x80 >> bit % 8;
                    if ((mine[bit / 8] & mask) != (others[bit / 8] & mask)) {
                        return false;
                    }
                }
                return true;
            }
        }
    }

    /// What names no hosts.
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /// A variable's value, whichever way it is written; empty when it is blank.
    public static Optional<String> variable(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .or(() -> Optional.ofNullable(environment.get(variable.toLowerCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    /// Of `NO_PROXY`; nobody when it is not set.
    public static NoProxy of(Map<String, String> environment) throws Malformed {
        return parse(Arrays.stream(variable(environment, "NO_PROXY").orElse("").split("[,\\s]"))
                .filter(name -> !name.isEmpty())
                .toList());
    }

    public static NoProxy parse(List<String> names) throws Malformed {
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            try {
                entries.add(entry(name.strip().toLowerCase(Locale.ROOT)));
            } catch (IllegalArgumentException notOne) {
                throw new Malformed();
            }
        }
        return new NoProxy(entries);
    }

    private static Entry entry(String text) throws Malformed {
        if (text.equals("*")) {
            return new Entry.Everybody();
        }
        Matcher block = BLOCK.matcher(text);
        if (block.matches()) {
            return new Entry.Block(
                    InetAddress.ofLiteral(block.group("address")), Integer.parseInt(block.group("bits")));
        }
        Matcher ipv6 = IPV6.matcher(text);
        if (ipv6.matches()) {
            String address = Optional.ofNullable(ipv6.group("bracketed")).orElse(ipv6.group("bare"));
            return new Entry.Address(InetAddress.ofLiteral(address), port(ipv6.group("port")));
        }
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            throw new Malformed();
        }
        Optional<Integer> port = port(name.group("port"));
        return IPV4.matcher(name.group("name")).matches()
                ? new Entry.Address(InetAddress.ofLiteral(name.group("name")), port)
                : new Entry.Name(name.group("name"), port);
    }

    private static Optional<Integer> port(String digits) {
        return Optional.ofNullable(digits).map(Integer::valueOf);
    }

    /// Whether a host is called directly, at this port. A name is not looked up: blocks hold literal addresses
    /// alone.
    ///
    /// @param host a name, or an address with brackets or without
    public boolean covers(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]|\\.$", "");
        Optional<InetAddress> address = literal(name);
        return entries.stream().anyMatch(entry -> switch (entry) {
            case Entry.Everybody _ -> true;
            case Entry.Name(String known, Optional<Integer> at) ->
                at.orElse(port) == port && (name.equals(known) || name.endsWith("." + known));
            case Entry.Address(InetAddress known, Optional<Integer> at) ->
                at.orElse(port) == port && address.filter(known::equals).isPresent();
            case Entry.Block block -> address.filter(block::holds).isPresent();
        });
    }

    /// The address that a host is, where it is no name.
    static Optional<InetAddress> literal(String host) {
        if (!host.contains(":") && !IPV4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
