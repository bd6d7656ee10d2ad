/// The proxy from the outside: the real program between a client that sends any bytes and the sandbox's real gateway.
package dev.lakegate.proxy;
