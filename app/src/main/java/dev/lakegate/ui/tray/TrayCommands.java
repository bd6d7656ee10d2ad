package dev.lakegate.ui.tray;

import dev.lakegate.desktop.Browser;
import dev.lakegate.desktop.autostart.Autostart;
import dev.lakegate.model.IdentityProblem.SignInCancelled;
import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProblemWords;
import dev.lakegate.session.Instance;
import dev.lakegate.session.Refusal;
import dev.lakegate.session.SignInHandle;
import dev.lakegate.session.SignInNews;
import dev.lakegate.session.SignInWay;
import dev.lakegate.ui.Clipboard;
import dev.lakegate.ui.Window;
import dev.lakegate.ui.kit.Words;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What clicks do, with the program in this process.
final class TrayCommands implements TrayActions {
    private final Instance instance;
    private final Browser browser;
    private final Clipboard clipboard;
    private final Window window;
    private final Optional<Autostart> autostart;
    private final Consumer<@Nullable String> told;
    private final Map<String, SignInHandle> underWay = new ConcurrentHashMap<>();

    /// @param told hears, in a sentence, of what a click has not done; null when it has
    TrayCommands(
            Instance instance,
            Browser browser,
            Clipboard clipboard,
            Window window,
            Optional<Autostart> autostart,
            Consumer<@Nullable String> told) {
        this.instance = instance;
        this.browser = browser;
        this.clipboard = clipboard;
        this.window = window;
        this.autostart = autostart;
        this.told = told;
    }

    @FunctionalInterface
    private interface Deed {
        void act() throws ProblemException, Refusal;
    }

    private void act(Deed deed) {
        told.accept(null);
        try {
            deed.act();
        } catch (ProblemException failure) {
            if (!(failure.problem() instanceof SignInCancelled)) {
                told.accept(ProblemWords.of(failure.problem()));
            }
        } catch (Refusal impossible) {
            throw new IllegalStateException("this process refuses with problems", impossible);
        }
    }

    @Override
    public void signIn(String profile) {
        act(() -> {
            try (SignInHandle part = instance.login(profile, SignInWay.BROWSER, this::hear)) {
                underWay.put(profile, part);
                var _ = part.await();
            } finally {
                underWay.remove(profile);
            }
        });
    }

    private void hear(SignInNews news) {
        if (news instanceof SignInNews.SignInAt at && !at.opened()) {
            told.accept(Words.of("tray.no_browser_to_sign_in"));
        }
    }

    @Override
    public void cancelSignIn(String profile) {
        SignInHandle part = underWay.get(profile);
        if (part != null) {
            part.close();
        } else {
            told.accept(Words.of("tray.begun_elsewhere"));
        }
    }

    @Override
    public void signOut(String profile) {
        act(() -> {
            var done = instance.logout(profile);
            if (!done.notDone().isEmpty()) {
                told.accept(String.join(" ", done.notDone()));
            }
        });
    }

    @Override
    public void pause() {
        act(instance::pause);
    }

    @Override
    public void resume() {
        act(instance::resume);
    }

    @Override
    public void copy(String address) {
        told.accept(clipboard.put(address) ? null : Words.of("tray.no_clipboard", address));
    }

    @Override
    public void enter(String route) {
        act(() -> {
            URI address = URI.create(instance.enter(route).address().reveal());
            if (!browser.open(address)) {
                told.accept(Words.of("tray.no_browser", route));
            }
        });
    }

    @Override
    public void openWindow() {
        window.open();
    }

    @Override
    public void startAtLogin(boolean on) {
        act(() -> autostart.orElseThrow().set(on));
    }

    @Override
    public void quit() {
        instance.requestStop();
    }
}
