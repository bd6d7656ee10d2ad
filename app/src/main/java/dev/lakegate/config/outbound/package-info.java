/// How calls leave this machine: through which proxy, past it to which hosts, and believing whom.
@NullMarked
package dev.lakegate.config.outbound;

import org.jspecify.annotations.NullMarked;
