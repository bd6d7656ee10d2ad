package dev.lakegate.session;

/// How a person signs in.
public enum SignInWay {
    /// In the system's browser, which Lakegate opens (RFC 8252).
    BROWSER,
    /// In a browser that the person opens; where it ends on another machine, its address is pasted.
    NO_BROWSER,
    /// With a code on another device (RFC 8628), where the profile allows it.
    DEVICE
}
