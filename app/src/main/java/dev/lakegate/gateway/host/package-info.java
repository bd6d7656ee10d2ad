/// The host that HAProxy runs on: the files it is given, and the sockets by which it is told of them.
@NullMarked
package dev.lakegate.gateway.host;

import org.jspecify.annotations.NullMarked;
