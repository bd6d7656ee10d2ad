/// The start at login: a desktop entry on Linux (XDG Autostart Specification), a launch agent on
/// macOS, a value of the registry's `Run` key on Windows.
@NullMarked
package dev.lakegate.desktop.autostart;

import org.jspecify.annotations.NullMarked;
