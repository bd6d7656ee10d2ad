package dev.lakegate.bench;

import dev.lakegate.bench.peer.Kind;
import dev.lakegate.bench.peer.Origin;
import dev.lakegate.bench.peer.Origin.Destination;
import dev.lakegate.bench.peer.Peer;
import dev.lakegate.bench.report.Measure;
import java.util.Map;

/// One thing for which all are compared.
interface Case {
    /// As it is named in commands.
    String id();

    /// What is done and how it is measured, for whoever reads the figures.
    String about();

    /// Where all of them forward to.
    default Destination destination(Origin origin) {
        return origin.http();
    }

    /// Whether it can be asked of such a peer.
    default boolean asks(Kind kind) {
        return true;
    }

    /// Whether each round has a process of its own, which is not warmed up.
    default boolean inNewProcesses() {
        return false;
    }

    /// Before the first round, in the order of the peers. Blocks.
    void warm(Peer peer) throws Exception;

    /// One round. Blocks.
    Map<Measure, Double> measure(Peer peer) throws Exception;
}
