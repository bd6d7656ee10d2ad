package dev.lakegate.ui.overview;

/// What a person can do from this page. Each begins at once, on the user interface's thread.
public interface Acts {
    void signIn(String profile);

    void signOut(String profile);

    /// New requests are refused.
    void pause();

    /// They are served again.
    void resume();

    /// Another browser's window, where the route can be entered so.
    void openInBrowser(String route);

    /// Takes the person to how a tool is set up for that route.
    void connect(String route);

    /// Takes the person to the request.
    void showRequest(String requestId);

    void diagnose();
}
