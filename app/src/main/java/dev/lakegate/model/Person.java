package dev.lakegate.model;

/// Who is signed in, as the ID token tells it.
///
/// @param subject the provider's identifier (`sub`), unique within the issuer
/// @param label   what people call them by: e-mail, user name or, for want of these, the subject; never used to decide
public record Person(String subject, String label) {}
