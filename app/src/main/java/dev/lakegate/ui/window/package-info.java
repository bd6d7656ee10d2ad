/// The window, and the toolkit that is started for it.
@NullMarked
package dev.lakegate.ui.window;

import org.jspecify.annotations.NullMarked;
