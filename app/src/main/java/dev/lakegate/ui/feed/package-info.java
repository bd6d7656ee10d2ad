/// What the open window shows, looked at twice a second, off the user interface's thread.
@NullMarked
package dev.lakegate.ui.feed;

import org.jspecify.annotations.NullMarked;
