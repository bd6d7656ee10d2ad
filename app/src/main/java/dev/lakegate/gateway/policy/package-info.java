/// `gateway.toml` as an immutable tree: who may reach a workspace through the gateway, as whom, and with what.
@NullMarked
package dev.lakegate.gateway.policy;

import org.jspecify.annotations.NullMarked;
