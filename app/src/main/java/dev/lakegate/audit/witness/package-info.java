/// The gateway's own log, which knows of each request what the laptop's log cannot change.
@NullMarked
package dev.lakegate.audit.witness;

import org.jspecify.annotations.NullMarked;
