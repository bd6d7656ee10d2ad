/// The gateway's configuration, attacked as it runs: each class is a theme, each denial is seen in the answer, in the
/// audit,
/// and in what the workspaces did not get.
package dev.lakegate.gateway;
