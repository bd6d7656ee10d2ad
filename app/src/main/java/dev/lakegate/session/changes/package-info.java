/// What happens in the running program, for those who show it.
@NullMarked
package dev.lakegate.session.changes;

import org.jspecify.annotations.NullMarked;
