/// The icon in the panel, the menu bar or the notification area, and what it shows.
@NullMarked
package dev.lakegate.desktop.tray;

import org.jspecify.annotations.NullMarked;
