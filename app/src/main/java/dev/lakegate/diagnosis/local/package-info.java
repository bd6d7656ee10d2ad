/// Checks of this machine: configuration, key store, ports, clients.
@NullMarked
package dev.lakegate.diagnosis.local;

import org.jspecify.annotations.NullMarked;
