/// What is worth a notification, and what it says.
@NullMarked
package dev.lakegate.ui.notices;

import org.jspecify.annotations.NullMarked;
