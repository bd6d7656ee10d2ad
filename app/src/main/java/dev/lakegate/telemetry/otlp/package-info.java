/// What metrics and traces have in common where they are sent by the OpenTelemetry protocol (OTLP).
@NullMarked
package dev.lakegate.telemetry.otlp;

import org.jspecify.annotations.NullMarked;
