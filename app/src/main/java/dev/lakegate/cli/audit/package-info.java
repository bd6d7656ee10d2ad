/// `lakegate audit …`: what the local audit log says, and whether it can be believed.
@NullMarked
package dev.lakegate.cli.audit;

import org.jspecify.annotations.NullMarked;
