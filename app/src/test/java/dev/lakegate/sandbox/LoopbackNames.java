package dev.lakegate.sandbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The name server of the sandbox: [#GATEWAY] has three addresses, always in this order, [#PROVIDER] has one;
/// the rest is the system's.
public final class LoopbackNames extends InetAddressResolverProvider {
    /// 127.0.0.1, 127.0.0.2 and 127.0.0.3.
    public static final String GATEWAY = "gateway.lakegate.test";

    /// 127.0.0.1.
    public static final String PROVIDER = "id.lakegate.test";

    private static final int ADDRESSES = 3;

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver system = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                return switch (host) {
                    case GATEWAY -> addresses(GATEWAY, ADDRESSES);
                    case PROVIDER -> addresses(PROVIDER, 1);
                    default -> system.lookupByName(host, policy);
                };
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return system.lookupByAddress(address);
            }
        };
    }

    private static Stream<InetAddress> addresses(String name, int count) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        for (byte last = 1; last <= count; last++) {
            found.add(InetAddress.getByAddress(name, new byte[] {127, 0, 0, last}));
        }
        return found.stream();
    }

    @Override
    public String name() {
        return "the sandbox's names";
    }
}
