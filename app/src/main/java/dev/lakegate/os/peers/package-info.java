/// Chooses how the other end of a connection is told in this operating system.
@NullMarked
package dev.lakegate.os.peers;

import org.jspecify.annotations.NullMarked;
