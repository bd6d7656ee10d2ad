/// A policy as HAProxy's files: `haproxy.cfg`, maps, keys, and the descriptor that a new laptop asks for.
///
/// What HAProxy does is written in the resource `haproxy.cfg`, in the order in which a request is judged; the
/// classes
/// here fill in what a policy decides.
@NullMarked
package dev.lakegate.gateway.render;

import org.jspecify.annotations.NullMarked;
