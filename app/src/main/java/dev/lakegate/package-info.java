/// Lakegate: the program and its object graph.
@NullMarked
package dev.lakegate;

import org.jspecify.annotations.NullMarked;
