package dev.lakegate.gateway.policy;

import java.time.Duration;
import java.util.List;

/// Objects that are the same for everybody, kept by the gateway where the answer says `public`.
///
/// @param megabytes all together
public record PublicCache(int megabytes, Duration maxAge, List<PathGlob> paths) {
    public PublicCache {
        paths = List.copyOf(paths);
    }
}
