/// Which of the key stores is this system's.
@NullMarked
package dev.lakegate.os.keystores;

import org.jspecify.annotations.NullMarked;
