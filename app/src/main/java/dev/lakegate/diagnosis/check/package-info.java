/// What a check is, what it finds, and what all of them are given.
@NullMarked
package dev.lakegate.diagnosis.check;

import org.jspecify.annotations.NullMarked;
