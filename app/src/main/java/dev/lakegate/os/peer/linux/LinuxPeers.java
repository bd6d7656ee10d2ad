package dev.lakegate.os.peer.linux;

import dev.lakegate.os.SocketHolders;
import dev.lakegate.os.peer.LocalProgram;
import dev.lakegate.os.peer.Peer;
import dev.lakegate.os.peer.Peers;
import dev.lakegate.os.peer.TcpConnection;
import dev.lakegate.os.peer.linux.DiagnosisMessage.OpenSocket;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// By the user of the socket at the other end. Asking costs microseconds; finding the program, some
/// milliseconds.
public final class LinuxPeers implements Peers {
    /// What a user namespace calls everybody whom it does not know (user_namespaces(7)).
    private static final int OVERFLOW_USER = 65_534;

    private final int user = SocketDiagnosis.effectiveUser();
    private final ReentrantLock looking = new ReentrantLock();
    private final Map<Long, CompletableFuture<OptionalLong>> asked = new ConcurrentHashMap<>();

    /// Asks for this end after the other one: while this end, which was accepted, is there, no other
    /// connection can have had the same addresses. Of one that was reset, and whose addresses are in
    /// use again, the new end here has not been accepted, and no process holds it.
    @Override
    public Peer of(TcpConnection connection) {
        Optional<OpenSocket> other = SocketDiagnosis.established(connection.reversed());
        return other.isPresent() && SocketDiagnosis.established(connection).isPresent()
                ? peer(other.get())
                : Peer.UNKNOWN;
    }

    private Peer peer(OpenSocket socket) {
        return new Peer(socket.uid() == user && user != OVERFLOW_USER, () -> program(socket.inode()));
    }

    /// One look through all processes answers everybody who asked before it began.
    private Optional<LocalProgram> program(long inode) {
        CompletableFuture<OptionalLong> pid = asked.computeIfAbsent(inode, _ -> new CompletableFuture<>());
        looking.lock();
        try {
            if (!pid.isDone()) {
                Map<Long, CompletableFuture<OptionalLong>> together = Map.copyOf(asked);
                Map<Long, Long> holders = SocketHolders.of(together.keySet());
                together.forEach((socket, holder) -> holder.complete(
                        holders.containsKey(socket) ? OptionalLong.of(holders.get(socket)) : OptionalLong.empty()));
                asked.keySet().removeAll(together.keySet());
            }
        } finally {
            looking.unlock();
        }
        OptionalLong found = pid.join();
        return found.isPresent() ? LocalProgram.of(found.getAsLong()) : Optional.empty();
    }
}
