/// `lakegate doctor`: every check, side by side, and the diagnosis.
@NullMarked
package dev.lakegate.diagnosis;

import org.jspecify.annotations.NullMarked;
