/// Windows tells the other end's process by its table of connections, and whose it is by the process's
/// token. Never run so far.
@NullMarked
package dev.lakegate.os.peer.windows;

import org.jspecify.annotations.NullMarked;
