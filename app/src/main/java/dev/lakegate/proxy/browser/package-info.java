/// Browsers at self-hosted UIs: the one-time address, the session that it begins, and the cookies of the server behind,
/// which stay here.
@NullMarked
package dev.lakegate.proxy.browser;

import org.jspecify.annotations.NullMarked;
