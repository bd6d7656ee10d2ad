package dev.lakegate.desktop.autostart;

import java.nio.file.Path;

/// Of launchd (`launchd.plist(5)`).
final class LaunchAgent {
    private LaunchAgent() {}

    static String of(Path launcher) {
        String escaped =
                launcher.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <plist version="1.0">
                <dict>
                  <key>Label</key><string>dev.lakegate</string>
                  <key>ProgramArguments</key>
                  <array><string>%s</string><string>--hidden</string></array>
                  <key>RunAtLoad</key><true/>
                  <key>ProcessType</key><string>Interactive</string>
                </dict>
                </plist>
                """.formatted(escaped);
    }
}
