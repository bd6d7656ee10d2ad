/// The vault: one random 256-bit key by which all of a user's credential files are sealed, and the generation of each
/// file, by which an old one that was put back is recognised.
///
/// It is kept in the operating system's key store or, where a person chose so by name, in a file of its own, wrapped
/// under a passphrase (Argon2id, RFC 9106) or under a systemd credential (HKDF, RFC 5869). Beside the files that it
/// protects, a wrapped vault's generations can be rolled back together with them.
@NullMarked
package dev.lakegate.keystore.vault;

import org.jspecify.annotations.NullMarked;
