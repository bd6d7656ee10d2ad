/// The desktop app: its window, and what it needs of the toolkit that only the window starts.
@NullMarked
package dev.lakegate.ui;

import org.jspecify.annotations.NullMarked;
