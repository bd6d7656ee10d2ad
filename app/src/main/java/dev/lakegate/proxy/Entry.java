package dev.lakegate.proxy;

import dev.lakegate.config.Route;
import dev.lakegate.model.RouteName;
import dev.lakegate.os.SocketPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A way by which clients come to a route.
public sealed interface Entry {

    /// As clients write it.
    ///
    /// @param sockets the folder that they are in
    String address(Path sockets);

    /// A port on loopback.
    record Port(int port) implements Entry {
        @Override
        public String address(Path sockets) {
            return "http://127.0.0.1:" + port;
        }

        /// A record's own is made anew in each process, a hundredth of what a start takes.
        @Override
        public int hashCode() {
            return port;
        }
    }

    /// A port on loopback, over TLS, with a certificate of this machine's own.
    record TlsPort(int port) implements Entry {
        @Override
        public String address(Path sockets) {
            return "https://localhost:" + port;
        }
    }

    /// A Unix-domain socket that only this user can open.
    record Socket(RouteName route) implements Entry {
        /// Where it is, when sockets are in this folder.
        public Path in(Path folder) {
            return SocketPath.bindable(folder.resolve(route + ".sock"));
        }

        @Override
        public String address(Path sockets) {
            return "unix:" + in(sockets);
        }
    }

    /// Those that a route is to have.
    static List<Entry> of(Route route) {
        List<Entry> entries = new ArrayList<>();
        if (route.hasPorts()) {
            entries.add(new Port(route.port()));
            route.tlsPort().ifPresent(port -> entries.add(new TlsPort(port)));
        }
        if (route.socket() != Route.Socket.NONE) {
            entries.add(new Socket(route.name()));
        }
        return entries;
    }
}
