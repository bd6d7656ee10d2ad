/// Browsers at a server of the company's own: the real program between a real browser and the sandbox's gateway.
package dev.lakegate.proxy.browser;
