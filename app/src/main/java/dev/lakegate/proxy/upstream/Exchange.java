package dev.lakegate.proxy.upstream;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// One request under way and whoever waits for its answer, who is told by one thread at a time.
public final class Exchange {
    private final RequestHead head;
    private final Content.@Nullable Source body;
    private final Answer answer;

    /// Held while the answer is told of something.
    private final ReentrantLock turn = new ReentrantLock();

    private @Nullable Carrier carrier;
    private boolean waiting; // for a connection that is being opened
    private volatile boolean over;

    /// @param body null when there is none; else its length is the head's `Content-Length`, or unknown
    public Exchange(RequestHead head, Content.@Nullable Source body, Answer answer) {
        this.head = head;
        this.body = body;
        this.answer = answer;
    }

    /// The connection or the stream on which it goes.
    interface Carrier {
        @Nullable
        SocketAddress peer();

        /// Carries it no further.
        void giveUp(Throwable why);
    }

    public RequestHead head() {
        return head;
    }

    Content.@Nullable Source body() {
        return body;
    }

    /// No connection is free, and one is opened; unless another has been found meanwhile.
    void waitsForConnection() {
        turn.lock();
        try {
            waiting = carrier == null && !over;
            if (waiting) {
                answer.waitsForConnection();
            }
        } finally {
            turn.unlock();
        }
    }

    /// Whether it is still to be carried, by this one.
    boolean carriedBy(Carrier by) {
        turn.lock();
        try {
            carrier = by;
            if (waiting && !over) {
                waiting = false;
                answer.connected();
            }
            return !over;
        } finally {
            turn.unlock();
        }
    }

    /// Where it went; null while there is no connection for it.
    public @Nullable SocketAddress peer() {
        turn.lock();
        try {
            return carrier == null ? null : carrier.peer();
        } finally {
            turn.unlock();
        }
    }

    /// Ends it from this side, unless it has come to its own end already. The answer fails for this reason.
    public void abort(Throwable why) {
        Carrier last = ended(why);
        if (last != null) {
            last.giveUp(why);
        }
    }

    private @Nullable Carrier ended(Throwable why) {
        turn.lock();
        try {
            if (over) {
                return null;
            }
            over = true;
            answer.fails(why);
            return carrier;
        } finally {
            turn.unlock();
        }
    }

    /// Whether nothing more is to be told.
    boolean isOver() {
        return over;
    }

    void interim(int status, HttpFields fields, Callback taken) {
        turn.lock();
        try {
            if (over) {
                taken.succeeded();
            } else {
                answer.interim(status, fields, taken);
            }
        } finally {
            turn.unlock();
        }
    }

    void begins(int status, HttpFields fields) {
        turn.lock();
        try {
            if (!over) {
                answer.begins(status, fields);
            }
        } finally {
            turn.unlock();
        }
    }

    void part(ByteBuffer part, boolean last, HttpFields trailers, Callback taken) {
        turn.lock();
        try {
            if (over) {
                taken.succeeded();
                return;
            }
            over = last;
            answer.part(part, last, trailers, taken);
        } finally {
            turn.unlock();
        }
    }

    /// Whether anybody was there to take it.
    boolean switches(HttpFields fields, ByteTunnel tunnel) {
        turn.lock();
        try {
            if (over) {
                return false;
            }
            over = true;
            answer.switches(fields, tunnel);
            return true;
        } finally {
            turn.unlock();
        }
    }

    void fails(Throwable failure) {
        var _ = ended(failure);
    }
}
