/// What a client on this machine is given to use the proxy: environment variables, snippets to paste, a profile.
@NullMarked
package dev.lakegate.clients;

import org.jspecify.annotations.NullMarked;
