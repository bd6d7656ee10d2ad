/// Checks of the way to the provider and the gateway.
@NullMarked
package dev.lakegate.diagnosis.network;

import org.jspecify.annotations.NullMarked;
