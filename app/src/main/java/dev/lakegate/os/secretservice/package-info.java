/// The key store of Linux desktops: the Secret Service API of freedesktop.org (draft 0.2), which GNOME Keyring, KWallet
/// and KeePassXC offer on the D-Bus session.
///
/// An item lies in a *collection*, is found by its attributes, and travels encrypted for a *session* that both sides
/// have agreed on. What needs the person (unlocking, creating a collection) answers with a *prompt*, which is started
/// and waited for. `/` in the place of a path means none.
@NullMarked
package dev.lakegate.os.secretservice;

import org.jspecify.annotations.NullMarked;
