package dev.lakegate.ui.settings;

import dev.lakegate.config.SettingsSheet.Setting;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/// One setting with what is typed in its place. What is seen of it is made when it is first to be seen: a hundred
/// controls at once would keep the window from answering.
final class SettingRow {
    private final Setting setting;
    private final Runnable changed;
    private Setting now;
    private String value;
    private @Nullable SettingControl control;

    /// @param value   to begin with
    /// @param changed when something is typed
    SettingRow(Setting setting, String value, Runnable changed) {
        this.setting = setting;
        this.changed = changed;
        this.now = setting;
        this.value = value;
    }

    HBox node() {
        if (control == null) {
            control = new SettingControl(setting, value, this::set);
            control.showDefault(now);
            control.judge(setting.mismatch(value));
        }
        return control.node();
    }

    Setting setting() {
        return setting;
    }

    String value() {
        return value;
    }

    boolean isChanged() {
        return !value.strip().equals(setting.value());
    }

    boolean isSound() {
        return setting.mismatch(value).isEmpty();
    }

    /// What counts while nothing is set here.
    ///
    /// @param now the same setting, as it would be with what else is typed
    void showDefault(Setting now) {
        this.now = now;
        if (control != null) {
            control.showDefault(now);
        }
    }

    private void set(String text) {
        value = text;
        if (control != null) {
            control.judge(setting.mismatch(value));
        }
        changed.run();
    }
}
