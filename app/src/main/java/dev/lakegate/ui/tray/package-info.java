/// What the tray shows of the running program, and what its clicks do. Loads no toolkit.
@NullMarked
package dev.lakegate.ui.tray;

import org.jspecify.annotations.NullMarked;
