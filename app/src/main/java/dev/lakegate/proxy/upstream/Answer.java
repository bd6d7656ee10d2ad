package dev.lakegate.proxy.upstream;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;

/// Who is told of an answer, in this order: that a connection is opened for it, if so; interim ones, its beginning,
/// its parts up to the last; or, at any time before that, a failure, after which nothing more comes. Called by one
/// thread at a time, and must not block.
public interface Answer {

    /// Before anything is sent a connection has to be opened.
    default void waitsForConnection() {}

    /// It is open.
    default void connected() {}

    /// An answer before the final one (RFC 9110 §15.2), but no switch of protocols.
    ///
    /// @param taken to be called when the next may come
    void interim(int status, HttpFields fields, Callback taken);

    /// The final answer's status and fields.
    void begins(int status, HttpFields fields);

    /// A part of the content; the next is read when it was taken.
    ///
    /// @param trailers what came after the last part (RFC 9110 §6.5); empty before it
    /// @param taken    to be called when the part is of no use any more
    void part(ByteBuffer part, boolean last, HttpFields trailers, Callback taken);

    /// The gateway has switched protocols (RFC 9110 §15.2.2): bytes go both ways from now on, and nothing more
    /// comes here. They wait until the tunnel's client end is opened.
    void switches(HttpFields fields, ByteTunnel tunnel);

    /// There will be no answer, or no more of it.
    void fails(Throwable failure);
}
