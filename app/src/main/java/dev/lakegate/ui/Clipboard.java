package dev.lakegate.ui;

/// Where the person pastes from.
@FunctionalInterface
public interface Clipboard {

    /// Puts this there. Whether it could be.
    boolean put(String text);
}
