/// Figures, and what is made of them.
@NullMarked
package dev.lakegate.bench.report;

import org.jspecify.annotations.NullMarked;
