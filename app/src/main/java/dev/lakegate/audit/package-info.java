/// The local trail: one JSON line for each request, whatever its end.
@NullMarked
package dev.lakegate.audit;

import org.jspecify.annotations.NullMarked;
