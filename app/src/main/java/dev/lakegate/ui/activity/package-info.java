/// The requests of this machine, as the audit log tells of them, while they come; and one of them,
/// whole.
@NullMarked
package dev.lakegate.ui.activity;

import org.jspecify.annotations.NullMarked;
