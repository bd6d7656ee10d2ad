/// `lakegate join`: a gateway's descriptor, judged, and merged into the person's `lakegate.toml` (DESIGN.md §3).
@NullMarked
package dev.lakegate.session.join;

import org.jspecify.annotations.NullMarked;
