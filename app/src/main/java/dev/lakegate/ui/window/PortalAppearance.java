package dev.lakegate.ui.window;

import dev.lakegate.os.dbus.BusFailure;
import dev.lakegate.os.dbus.NoSession;
import dev.lakegate.os.dbus.SessionAddress;
import dev.lakegate.os.portal.ColourSetting;
import dev.lakegate.os.portal.ColourSetting.Preference;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// As the desktop's portal has it, which the toolkit does not ask on every desktop; where there is
/// none, as the toolkit has it.
final class PortalAppearance implements Appearance {
    private static final Logger LOG = LoggerFactory.getLogger(PortalAppearance.class);

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ColourSetting setting;
    private final Appearance otherwise = Appearance.ofTheToolkit();
    private volatile Preference preference;

    private PortalAppearance(ColourSetting setting, Preference preference) {
        this.setting = setting;
        this.preference = preference;
    }

    /// Blocks for two seconds at most.
    static Appearance of(Map<String, String> environment) {
        try {
            ColourSetting setting = ColourSetting.open(SessionAddress.socket(environment), PATIENCE);
            try {
                return new PortalAppearance(setting, setting.read());
            } catch (BusFailure absent) {
                setting.close();
                LOG.debug("There is no portal: {}", absent.reason());
            }
        } catch (NoSession none) {
            LOG.debug("There is no portal: {}", none.reason());
        } catch (IOException | BusFailure none) {
            LOG.debug("There is no portal: {}", none.toString());
        }
        return Appearance.ofTheToolkit();
    }

    @Override
    public ColorScheme now() {
        return switch (preference) {
            case DARK -> ColorScheme.DARK;
            case LIGHT -> ColorScheme.LIGHT;
            case NONE -> otherwise.now();
        };
    }

    @Override
    public void follow(Consumer<ColorScheme> changed) {
        otherwise.follow(_ -> changed.accept(now()));
        try {
            setting.follow(wanted -> Platform.runLater(() -> {
                preference = wanted;
                changed.accept(now());
            }));
        } catch (BusFailure lost) {
            LOG.debug("The portal is followed no more: {}", lost.reason());
        }
    }
}
