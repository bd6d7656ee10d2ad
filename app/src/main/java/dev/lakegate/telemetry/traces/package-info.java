/// Where the time of a request went, as spans of OpenTelemetry's SDK, sent by OTLP; see `app/docs/traces.md`.
///
/// [RequestTracer] and [Step] know no library: where no traces are asked for, nothing of OpenTelemetry is loaded.
@NullMarked
package dev.lakegate.telemetry.traces;

import org.jspecify.annotations.NullMarked;
