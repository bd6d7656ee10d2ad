/// Checks of who is signed in, and of what gateway and workspace make of it.
@NullMarked
package dev.lakegate.diagnosis.identity;

import org.jspecify.annotations.NullMarked;
