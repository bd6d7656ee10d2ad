/// How each tool is set up for a route, and whether it works.
@NullMarked
package dev.lakegate.ui.connect;

import org.jspecify.annotations.NullMarked;
