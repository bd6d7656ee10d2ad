/// The person's desktop: opening the system browser (RFC 8252).
@NullMarked
package dev.lakegate.desktop;

import org.jspecify.annotations.NullMarked;
