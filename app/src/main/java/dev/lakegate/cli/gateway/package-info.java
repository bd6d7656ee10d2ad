/// `lakegate gateway …`: what the network team types on the HAProxy host.
@NullMarked
package dev.lakegate.cli.gateway;

import org.jspecify.annotations.NullMarked;
