/// Which release of Lakegate people are to have. Nobody is asked but their gateways, and nothing is updated by itself.
@NullMarked
package dev.lakegate.session.release;

import org.jspecify.annotations.NullMarked;
