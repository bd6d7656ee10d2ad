/// What `lakegate.toml` says, and changing it.
@NullMarked
package dev.lakegate.ui.settings;

import org.jspecify.annotations.NullMarked;
