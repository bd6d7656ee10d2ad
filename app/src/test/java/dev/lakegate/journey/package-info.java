/// The way of a person through the program, told end to end: real provider, real HAProxy, real program, and a workspace
/// that answers like Databricks.
package dev.lakegate.journey;
