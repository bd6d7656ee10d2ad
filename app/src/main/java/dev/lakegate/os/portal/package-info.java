/// The desktop's settings by XDG Desktop Portal (`org.freedesktop.portal.Settings`), which programs in a sandbox may
/// ask too.
@NullMarked
package dev.lakegate.os.portal;

import org.jspecify.annotations.NullMarked;
