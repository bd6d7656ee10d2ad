/// `lakegate gateway`: one policy file, compiled to an HAProxy configuration whose signing keys stay fresh.
@NullMarked
package dev.lakegate.gateway;

import org.jspecify.annotations.NullMarked;
