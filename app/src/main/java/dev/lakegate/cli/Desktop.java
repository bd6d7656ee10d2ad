package dev.lakegate.cli;

import dev.lakegate.session.Instance;

/// The desktop app's tray and window; the root package knows how.
public interface Desktop {

    /// Whether there is a display or a tray to show anything on.
    boolean isPossible();

    /// Shows the running program until closed.
    ///
    /// @param hidden whether it begins without its window
    Shown show(Instance instance, boolean hidden);

    /// What is shown.
    interface Shown extends AutoCloseable {
        @Override
        void close();
    }
}
