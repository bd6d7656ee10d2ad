package dev.lakegate.proxy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The discovery documents of one route, as the workspace gave them. SDKs ask for these before they present any
/// credential, and a workspace gives them to everybody; so the proxy does too, but from here: a caller without the
/// local
/// key moves nothing upstream.
public final class DiscoveryCache {
    private final Map<String, byte[]> documents = new ConcurrentHashMap<>();

    void put(String path, byte[] document) {
        documents.put(path, document);
    }

    Optional<byte[]> document(String path) {
        return Optional.ofNullable(documents.get(path));
    }
}
