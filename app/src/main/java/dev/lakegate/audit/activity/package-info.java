/// The requests that the audit log tells of, for people who look on: rows by their place in the
/// files, so that a million cost no more memory than their places, and figures of the last hour and
/// day. It believes what it reads; whether the log can be believed is what
/// [dev.lakegate.audit.verify] says.
@NullMarked
package dev.lakegate.audit.activity;

import org.jspecify.annotations.NullMarked;
