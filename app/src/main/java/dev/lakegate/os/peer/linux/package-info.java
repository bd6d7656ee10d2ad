/// Linux tells the other end's user by `sock_diag(7)`, and its process by `/proc`.
@NullMarked
package dev.lakegate.os.peer.linux;

import org.jspecify.annotations.NullMarked;
