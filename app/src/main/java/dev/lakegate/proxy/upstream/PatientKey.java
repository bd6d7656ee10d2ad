package dev.lakegate.proxy.upstream;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/// A connection's key that goes on waiting for bytes which nobody wants yet, until some come. Jetty no longer waits
/// for a client's while its request is answered, and then does again: with this key that is no call of the system,
/// where it was two a request, a thirtieth of what a small one costs.
final class PatientKey extends SelectionKey {
    private final SelectionKey key;
    private volatile int wanted;

    PatientKey(SelectionKey key) {
        this.key = key;
        wanted = key.interestOps();
    }

    @Override
    public SelectionKey interestOps(int ops) {
        wanted = ops;
        key.interestOps(ops | (key.interestOps() & OP_READ));
        return this;
    }

    @Override
    public int interestOps() {
        return wanted;
    }

    /// Of what is wanted; ends the wait for the rest, which would make every selection return at once.
    @Override
    public int readyOps() {
        int ready = key.readyOps();
        int now = wanted;
        if ((ready & ~now) != 0) {
            key.interestOps(now);
        }
        return ready & now;
    }

    @Override
    public SelectableChannel channel() {
        return key.channel();
    }

    @Override
    public Selector selector() {
        return key.selector();
    }

    @Override
    public boolean isValid() {
        return key.isValid();
    }

    @Override
    public void cancel() {
        key.cancel();
    }
}
