package dev.lakegate.proxy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The discovery documents of one route, as the workspace gave them. SDKs ask for these before they present any
/// credential, and a workspace gives them to everybody; so the proxy does too, but from here: a caller without the
/// local
/// key moves nothing upstream.
public final class DiscoveryCache {
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();
    private final LongAdder found = new LongAdder();
    private final LongAdder missed = new LongAdder();

    void put(String path, byte[] document) {
        documents.put(path, document);
    }

    Optional<byte[]> document(String path) {
        byte[] document = documents.get(path);
        (document == null ? missed : found).increment();
        return Optional.ofNullable(document);
    }

    /// How many documents were asked for and given from here.
    public long found() {
        return found.sum();
    }

    /// How many `GET`s without the local key asked for what is not here.
    public long missed() {
        return missed.sum();
    }
}
