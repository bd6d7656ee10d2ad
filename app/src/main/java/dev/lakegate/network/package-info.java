/// Everything that leaves the machine outside the proxy's data path: trust roots and bounded HTTP calls.
@NullMarked
package dev.lakegate.network;

import org.jspecify.annotations.NullMarked;
