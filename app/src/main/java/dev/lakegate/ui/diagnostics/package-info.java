/// The doctor's checks, while they run, and the support bundle.
@NullMarked
package dev.lakegate.ui.diagnostics;

import org.jspecify.annotations.NullMarked;
