package dev.lakegate.proxy;

import org.eclipse.jetty.server.Connector;

/// A connector that belongs to one route.
interface RouteConnector extends Connector {
    Listening listening();

    /// Takes no connection any more. Blocks until the operating system has back what was listened at.
    void closeEntry();

    /// Gives back what it has when it cannot serve.
    void abandon();
}
