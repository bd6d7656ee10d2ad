/// Sign-in state, tokens and listeners of all profiles, and the control socket by which commands reach them.
@NullMarked
package dev.lakegate.session;

import org.jspecify.annotations.NullMarked;
