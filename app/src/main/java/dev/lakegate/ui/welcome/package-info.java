/// From installed to the first answered request: three steps.
@NullMarked
package dev.lakegate.ui.welcome;

import org.jspecify.annotations.NullMarked;
