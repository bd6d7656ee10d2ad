/// A workspace that answers like Databricks: its API's shapes, errors and token exchange, on real TLS.
///
/// It trusts no one in front of it. Every API request must carry a token that this workspace issued, so that a test
/// which reads an answer has proved that the whole way up to here was authorised.
package dev.lakegate.sandbox.workspace;
