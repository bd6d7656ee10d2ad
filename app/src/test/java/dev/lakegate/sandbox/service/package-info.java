/// Servers of the company's own that speak more than request and answer, to stand behind the gateway; and what their
/// clients can do with them, whatever is between.
package dev.lakegate.sandbox.service;
