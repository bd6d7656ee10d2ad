package dev.lakegate.desktop.notification;

/// Where messages are shown.
public interface Notifications extends AutoCloseable {

    /// Shows it, unless the person does not want to be disturbed, or nobody shows any here. Blocks
    /// for a few seconds at most.
    void show(Notification notification);

    /// Takes back what may be shown still, since it is no longer so; likewise.
    ///
    /// @param about as the notification has it
    void withdraw(String about);

    @Override
    void close();
}
