/// The program's own log.
@NullMarked
package dev.lakegate.telemetry;

import org.jspecify.annotations.NullMarked;
