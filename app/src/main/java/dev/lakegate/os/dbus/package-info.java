/// The D-Bus session of this login, by which programs of a Linux desktop call each other.
@NullMarked
package dev.lakegate.os.dbus;

import org.jspecify.annotations.NullMarked;
