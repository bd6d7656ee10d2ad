/// The signing keys of the gateway's issuers: fetched, judged, and kept while they cannot be fetched anew.
@NullMarked
package dev.lakegate.gateway.keys;

import org.jspecify.annotations.NullMarked;
