/// The way from the proxy to the gateway: connections, the exchanges they carry, and what goes wrong with them.
@NullMarked
package dev.lakegate.proxy.upstream;

import org.jspecify.annotations.NullMarked;
