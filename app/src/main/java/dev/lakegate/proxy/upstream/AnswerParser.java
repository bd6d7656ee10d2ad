package dev.lakegate.proxy.upstream;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/// Reads the answers of a connection over HTTP/1.1 (RFC 9112 §2.1), one after another, and keeps what is to be told of
/// the present one. Of its content it holds two parts, so that the last is known to be the last when it is told.
final class AnswerParser {
    private final BooleanSupplier isToHead;
    private final HttpParser parser;

    private int status;
    private boolean persistent;
    private HttpFields.Mutable fields = HttpFields.build();
    private HttpFields.Mutable trailers = HttpFields.build();
    private boolean begun;
    private boolean complete;
    private @Nullable ByteBuffer part;
    private @Nullable ByteBuffer nextPart;
    private @Nullable Exception failure;

    /// @param isToHead tells, when an answer begins, whether it is to a `HEAD` and so has no content
    AnswerParser(BooleanSupplier isToHead) {
        this.isToHead = isToHead;
        this.parser = new HttpParser(new Told(), GatewayConnections.MOST_HEADER_BYTES);
        // its cache of fields would hold 98 KB for each connection, and make none of them faster
        parser.setHeaderCacheSize(0);
    }

    /// Goes on to the next event, or to the end of the bytes.
    ///
    /// @return whether there was one; else more bytes are needed
    boolean parse(ByteBuffer bytes) throws Exception {
        boolean event = parser.parseNext(bytes);
        if (failure != null) {
            throw failure;
        }
        return event;
    }

    /// No byte follows.
    void atEnd() {
        parser.atEOF();
    }

    /// Begins with the next answer.
    void next() {
        parser.reset();
        complete = false;
        part = null;
        fields = HttpFields.build();
        if (trailers.size() > 0) {
            trailers = HttpFields.build();
        }
    }

    /// Whether the fields are there, told once.
    boolean takeBeginning() {
        boolean there = begun;
        begun = false;
        return there;
    }

    int status() {
        return status;
    }

    HttpFields fields() {
        return fields;
    }

    HttpFields trailers() {
        return trailers.size() == 0 ? HttpFields.EMPTY : trailers;
    }

    /// Whether another exchange may follow, as far as the gateway is concerned.
    boolean isPersistent() {
        return persistent;
    }

    /// Whether the answer is there to its end, but for [#part].
    boolean isComplete() {
        return complete && nextPart == null;
    }

    /// Whether there is a part after which another comes.
    boolean hasPartAndMore() {
        return nextPart != null;
    }

    boolean hasPart() {
        return part != null;
    }

    /// The next part of the content, empty when there is none.
    ByteBuffer takePart() {
        ByteBuffer taken = part == null ? BufferUtil.EMPTY_BUFFER : part;
        part = nextPart;
        nextPart = null;
        return taken;
    }

    private final class Told implements HttpParser.ResponseHandler {
        @Override
        public void startResponse(HttpVersion version, int told, String reason) {
            status = told;
            persistent = version == HttpVersion.HTTP_1_1;
            parser.setHeadResponse(isToHead.getAsBoolean());
        }

        @Override
        public void parsedHeader(HttpField field) {
            if (field.getHeader() == HttpHeader.CONNECTION && field.contains("close")) {
                persistent = false;
            }
            if (field.getHeader() == HttpHeader.TRANSFER_ENCODING && !"chunked".equalsIgnoreCase(field.getValue())) {
                failure = new IllegalStateException("its answer has a transfer coding that nobody asked for");
            }
            fields.add(field);
        }

        @Override
        public boolean headerComplete() {
            begun = true;
            return true;
        }

        @Override
        public boolean content(ByteBuffer bytes) {
            if (part == null) {
                part = bytes;
            } else {
                nextPart = bytes;
            }
            return true;
        }

        @Override
        public boolean contentComplete() {
            return false;
        }

        @Override
        public void parsedTrailer(HttpField trailer) {
            trailers.add(trailer);
        }

        @Override
        public boolean messageComplete() {
            complete = true;
            return true;
        }

        @Override
        public void earlyEOF() {
            failure = new EOFException("the connection ended");
        }

        @Override
        public void badMessage(HttpException bad) {
            failure = new IllegalStateException("its answer is no HTTP: " + bad.getReason());
        }
    }
}
