package dev.lakegate.proxy;

import dev.lakegate.model.ProblemException;
import dev.lakegate.proxy.upstream.Answer;
import dev.lakegate.proxy.upstream.ByteTunnel;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// The answer on its way down: the next part is asked for when the client has taken the one before. One that
/// tells of a dead token is held back until a new one is there, or not to be had.
final class StreamedAnswer implements Answer {
    private final ProxiedRequest request;
    private @Nullable Held held;
    private boolean dropped;

    StreamedAnswer(ProxiedRequest request) {
        this.request = request;
    }

    /// What has come of an answer that the client may never see.
    private record Held(
            int status,
            HttpFields fields,
            DeadToken dead,
            @Nullable Part part) {
        Held with(Part first) {
            return new Held(status, fields, dead, first);
        }
    }

    private record Part(ByteBuffer bytes, boolean last, HttpFields trailers, Callback taken) {}

    @Override
    public void waitsForConnection() {
        request.waitsForConnection();
    }

    @Override
    public void connected() {
        request.connected();
    }

    @Override
    public void interim(int status, HttpFields fields, Callback taken) {
        request.answerInterim(status, fields, taken);
    }

    @Override
    public void begins(int status, HttpFields fields) {
        DeadToken dead = request.toRenew(status, fields);
        if (dead == DeadToken.NONE) {
            begin(status, fields);
            return;
        }
        synchronized (this) {
            held = new Held(status, fields, dead, null);
        }
        if (dead != DeadToken.WORKSPACE_PERHAPS) {
            request.renew(dead, this);
        }
    }

    private void begin(int status, HttpFields fields) {
        try {
            request.answerBegins(status, fields);
        } catch (ProblemException instead) {
            request.giveUp(instead);
        }
    }

    @Override
    public void part(ByteBuffer part, boolean last, HttpFields trailers, Callback taken) {
        DeadToken suspected;
        synchronized (this) {
            if (dropped) {
                discard(new Part(part, last, trailers, taken));
                return;
            }
            Held now = held;
            if (now != null && !last && !part.hasRemaining()) {
                taken.succeeded();
                return;
            }
            suspected = now == null ? DeadToken.NONE : now.dead;
            if (now != null) {
                held = now.with(new Part(part, last, trailers, taken));
            }
        }
        switch (suspected) {
            case NONE -> write(new Part(part, last, trailers, taken));
            case WORKSPACE_PERHAPS -> {
                if (DeadToken.isTold(part)) {
                    request.renew(DeadToken.WORKSPACE, this);
                } else {
                    pass();
                }
            }
            case IDENTITY, WORKSPACE -> {
                // held back until it is known whether there is a new token
            }
        }
    }

    /// The client gets the answer as it came, unless that is none for a client.
    void pass() {
        Held now;
        ProblemException instead = null;
        synchronized (this) {
            now = held;
            if (now == null) {
                return;
            }
            try {
                request.answerBegins(now.status, now.fields);
            } catch (ProblemException problem) {
                instead = problem;
                dropped = true;
            }
            held = null;
        }
        if (instead != null) {
            // the exchange may have come to its end, so that nobody would tell of this
            if (now.part != null) {
                discard(now.part);
            }
            request.giveUp(instead);
            request.refuse(instead.problem());
        } else if (now.part != null) {
            write(now.part);
        }
    }

    /// The client gets another answer.
    ///
    /// @return whether it is not answered yet
    boolean drop() {
        Held now;
        synchronized (this) {
            now = held;
            held = null;
            dropped |= now != null;
        }
        if (now != null && now.part != null) {
            discard(now.part);
        }
        return now != null;
    }

    /// A connection that holds more of it is not worth reading on.
    private static void discard(Part part) {
        if (part.last) {
            part.taken.succeeded();
        } else {
            part.taken.failed(new IOException("another answer has taken its place"));
        }
    }

    private void write(Part part) {
        request.answerPart(part.bytes, part.last, part.trailers, part.taken);
    }

    @Override
    public void switches(HttpFields fields, ByteTunnel tunnel) {
        request.answerSwitches(fields, tunnel);
    }

    @Override
    public void fails(Throwable failure) {
        synchronized (this) {
            if (dropped) {
                return;
            }
        }
        var _ = drop();
        request.upstreamFailed(failure);
    }
}
