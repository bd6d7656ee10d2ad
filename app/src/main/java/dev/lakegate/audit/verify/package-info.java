/// Whether an audit log is what was once written: its chain, its seals, and what the gateway was told of it.
@NullMarked
package dev.lakegate.audit.verify;

import org.jspecify.annotations.NullMarked;
