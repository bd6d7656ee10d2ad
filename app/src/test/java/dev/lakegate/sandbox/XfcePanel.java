package dev.lakegate.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Xfce's panel, with nothing in it but the icons of programs.
public final class XfcePanel implements AutoCloseable {
    private final Process panel;

    /// Starts it; icons are taken a little later.
    ///
    /// @param folder of the session
    public XfcePanel(DBusSession session, Path folder, Screen screen, boolean dark) throws IOException {
        Path settings = folder.resolve("xfce4/xfconf/xfce-perchannel-xml");
        Files.createDirectories(settings);
        Files.writeString(settings.resolve("xfce4-panel.xml"), """
                <?xml version="1.0" encoding="UTF-8"?>
                <channel name="xfce4-panel" version="1.0">
                  <property name="configver" type="int" value="2"/>
                  <property name="panels" type="array">
                    <value type="int" value="1"/>
                    <property name="dark-mode" type="bool" value="%s"/>
                    <property name="panel-1" type="empty">
                      <property name="position" type="string" value="p=6;x=0;y=0"/>
                      <property name="position-locked" type="bool" value="true"/>
                      <property name="length" type="uint" value="100"/>
                      <property name="size" type="uint" value="30"/>
                      <property name="plugin-ids" type="array"><value type="int" value="1"/></property>
                    </property>
                  </property>
                  <property name="plugins" type="empty">
                    <property name="plugin-1" type="string" value="systray"/>
                  </property>
                </channel>
                """.formatted(dark));
        session.startOnDemand("org.xfce.Xfconf", "exec " + xfconf());
        ProcessBuilder builder = new ProcessBuilder("xfce4-panel", "--disable-wm-check", "--sm-client-disable");
        session.confine(builder);
        builder.environment().putAll(session.environment());
        builder.environment().put("DISPLAY", screen.display());
        builder.environment().put("NO_AT_BRIDGE", "1");
        panel = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("panel.log").toFile())
                .start();
    }

    private static String xfconf() throws IOException {
        return Files.readAllLines(Path.of("/usr/share/dbus-1/services/org.xfce.Xfconf.service")).stream()
                .filter(line -> line.startsWith("Exec="))
                .map(line -> line.substring("Exec=".length()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        panel.descendants().forEach(ProcessHandle::destroy);
        panel.destroy();
        panel.onExit().join();
    }
}
