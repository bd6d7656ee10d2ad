/// The program's metrics, by Micrometer: counted here, fetched by a Prometheus server or sent by OTLP; see
/// `app/docs/metrics.md`.
///
/// [RequestMeter] and [Figure] know no library: where no metrics are asked for, nothing of Micrometer
/// is
/// loaded.
@NullMarked
package dev.lakegate.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
