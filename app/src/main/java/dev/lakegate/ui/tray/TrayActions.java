package dev.lakegate.ui.tray;

/// What clicks in the tray do. Each call may block, and tells by itself what has failed.
interface TrayActions {

    void signIn(String profile);

    /// Gives up the sign-in that was begun here.
    void cancelSignIn(String profile);

    void signOut(String profile);

    /// New requests are refused.
    void pause();

    /// They are served again.
    void resume();

    void copy(String address);

    /// Enters the route in the browser.
    void enter(String route);

    void openWindow();

    void startAtLogin(boolean on);

    void quit();
}
