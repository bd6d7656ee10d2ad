/// The loopback proxy. [ProxiedRequest] tells the story of one request in five steps.
@NullMarked
package dev.lakegate.proxy;

import org.jspecify.annotations.NullMarked;
