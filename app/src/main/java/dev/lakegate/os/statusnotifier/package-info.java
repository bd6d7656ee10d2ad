/// An icon with a menu in the panel of a Linux desktop: StatusNotifierItem (freedesktop.org and
/// KDE) with `com.canonical.dbusmenu`, as KDE, Xfce, LXQt, Cinnamon and MATE show it, and GNOME by
/// an extension.
///
/// The panel's *watcher* is told of the item, and reads icon, tooltip and menu from it. It may come
/// later than the item, and come back.
@NullMarked
package dev.lakegate.os.statusnotifier;

import org.jspecify.annotations.NullMarked;
