package dev.lakegate.proxy.upstream;

/// How busy the connections to one gateway are.
///
/// @param connections over HTTP/1.1, those that are being opened included
/// @param free        of these, which carry nothing now
/// @param sessions    connections over HTTP/2
/// @param streams     calls under way on these
/// @param waiting     requests that wait for a connection
public record UpstreamLoad(int connections, int free, int sessions, int streams, int waiting) {
    static final UpstreamLoad NONE = new UpstreamLoad(0, 0, 0, 0, 0);

    UpstreamLoad plus(UpstreamLoad other) {
        return new UpstreamLoad(
                connections + other.connections,
                free + other.free,
                sessions + other.sessions,
                streams + other.streams,
                waiting + other.waiting);
    }
}
