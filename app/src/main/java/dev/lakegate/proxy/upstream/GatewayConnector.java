package dev.lakegate.proxy.upstream;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;

/// Connects by the selectors that the listeners have, too.
final class GatewayConnector extends ClientConnector {
    private final SharedSelectors selectors;

    GatewayConnector(ProxyThreads threads) {
        selectors = threads.selectors();
        setExecutor(threads.pool());
        setScheduler(threads.scheduler());
        setByteBufferPool(threads.buffers());
    }

    @Override
    protected SelectorManager newSelectorManager() {
        return new Connecting();
    }

    private final class Connecting extends ClientSelectorManager implements SharedSelectors.Connector {
        Connecting() {
            super(GatewayConnector.this.getExecutor(), GatewayConnector.this.getScheduler(), 1);
        }

        @Override
        protected void doStart() {
            // the selectors are not its own
        }

        @Override
        protected void doStop() {
            selectors.close(this);
        }

        @Override
        public void connect(SelectableChannel channel, Object attachment) {
            selectors.connect(channel, this, attachment);
        }

        @Override
        public void accept(SelectableChannel connected, Object attachment) {
            selectors.accept(connected, this, attachment);
        }

        @Override
        public EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            return super.newEndPoint(channel, selector, key);
        }

        @Override
        public void connectionFailed(SelectableChannel channel, Throwable failure, @Nullable Object attachment) {
            super.connectionFailed(channel, failure, attachment);
        }

        @Override
        public void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
        }

        @Override
        public void endPointClosed(EndPoint endPoint) {
            super.endPointClosed(endPoint);
        }
    }
}
