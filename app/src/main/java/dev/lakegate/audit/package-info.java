/// The local trail: a line for each request, whatever its end, and for what happens to sign-ins and tokens; chained,
/// sealed.
@NullMarked
package dev.lakegate.audit;

import org.jspecify.annotations.NullMarked;
