package dev.lakegate.desktop.tray;

/// The program's icon and its menu, as long as it is open.
public interface Tray extends AutoCloseable {

    /// Shows this from now on. Blocks for a moment at most, and does nothing when nothing looks
    /// different.
    void show(TrayView view);

    /// Whether there is a panel that shows it, now.
    boolean isVisible();

    /// The icon goes.
    @Override
    void close();
}
