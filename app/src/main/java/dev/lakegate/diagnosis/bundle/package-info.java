/// What is packed for whoever supports this person: redacted by lists of what may be told.
@NullMarked
package dev.lakegate.diagnosis.bundle;

import org.jspecify.annotations.NullMarked;
