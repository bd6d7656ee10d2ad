/// Notifications of a Linux desktop: the Desktop Notifications Specification 1.3 of
/// freedesktop.org.
@NullMarked
package dev.lakegate.os.notifications;

import org.jspecify.annotations.NullMarked;
