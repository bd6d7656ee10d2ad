/// The gateway's judgement as a model: what running HAProxy would do with a request, and why.
@NullMarked
package dev.lakegate.gateway.explain;

import org.jspecify.annotations.NullMarked;
