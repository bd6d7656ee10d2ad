/// The key store of macOS: the login keychain, by the `SecItem` functions of Security.framework.
@NullMarked
package dev.lakegate.os.keychain;

import org.jspecify.annotations.NullMarked;
