/// macOS tells the other end's process by libproc. Never run so far.
@NullMarked
package dev.lakegate.os.peer.mac;

import org.jspecify.annotations.NullMarked;
