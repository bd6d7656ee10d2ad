/// Who is signed in, the routes, and the last thing that went wrong, with what mends it.
@NullMarked
package dev.lakegate.ui.overview;

import org.jspecify.annotations.NullMarked;
