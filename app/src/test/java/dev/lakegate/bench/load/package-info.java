/// Load and what is seen of it.
@NullMarked
package dev.lakegate.bench.load;

import org.jspecify.annotations.NullMarked;
