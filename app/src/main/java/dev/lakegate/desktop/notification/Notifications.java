package dev.lakegate.desktop.notification;

/// Where messages are shown.
public interface Notifications extends AutoCloseable {

    /// Shows it, unless the person does not want to be disturbed, or nobody shows any here. Blocks
    /// for a few seconds at most.
    void show(Notification notification);

    @Override
    void close();
}
