/// The way of a request, put together from this machine's audit log and the gateway's: who asked, from where, by which
/// rule, as whom, and where the time went.
@NullMarked
package dev.lakegate.audit.trace;

import org.jspecify.annotations.NullMarked;
