/// What is compared, running: the peers, this program, and what they all forward to.
@NullMarked
package dev.lakegate.bench.peer;

import org.jspecify.annotations.NullMarked;
