/// Short messages that the desktop shows for a moment.
@NullMarked
package dev.lakegate.desktop.notification;

import org.jspecify.annotations.NullMarked;
