/// What all pages of the window are made of.
@NullMarked
package dev.lakegate.ui.kit;

import org.jspecify.annotations.NullMarked;
