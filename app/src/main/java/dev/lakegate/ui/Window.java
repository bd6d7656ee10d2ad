package dev.lakegate.ui;

/// The program's window. Its toolkit is started when it is first opened.
public interface Window {

    /// Shows it, in front of others. Blocks until the toolkit has taken it up.
    void open();

    /// It goes; the program goes on.
    void close();
}
