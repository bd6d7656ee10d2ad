/// The key store of Windows: DPAPI, which encrypts for the user who is logged in and keeps nothing itself.
@NullMarked
package dev.lakegate.os.dpapi;

import org.jspecify.annotations.NullMarked;
