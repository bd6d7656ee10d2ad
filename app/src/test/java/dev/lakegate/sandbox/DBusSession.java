package dev.lakegate.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A D-Bus session of its own: a `dbus-daemon` that ends when this process does, however that happens.
public final class DBusSession implements AutoCloseable {
    private final Path folder;
    private final Process shell;
    private final String address;

    /// Starts it.
    ///
    /// @param folder becomes the home of all that runs in the session; short, since a socket's path holds 107 bytes
    public DBusSession(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectory(services());
        Path configuration = Files.writeString(folder.resolve("bus.conf"), """
                <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
                  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
                <busconfig>
                  <type>session</type>
                  <listen>unix:path=%1$s/bus</listen>
                  <auth>EXTERNAL</auth>
                  <servicedir>%1$s/services</servicedir>
                  <policy context="default">
                    <allow send_destination="*" eavesdrop="true"/>
                    <allow eavesdrop="true"/>
                    <allow own="*"/>
                  </policy>
                </busconfig>
                """.formatted(folder));
        // the shell ends the bus when its own input ends
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "dbus-daemon --nofork --print-address --config-file=\"$1\" & read -r _; kill $!",
                "sh",
                configuration.toString());
        confine(builder);
        shell = builder.directory(folder.toFile())
                .redirectError(folder.resolve("bus.log").toFile())
                .start();
        address = Optional.ofNullable(shell.inputReader(UTF_8).readLine())
                .orElseThrow(() -> new IOException("no D-Bus session: " + folder.resolve("bus.log")));
    }

    /// As in `DBUS_SESSION_BUS_ADDRESS`.
    public String address() {
        return address;
    }

    /// What a program needs to find this session and no other.
    public Map<String, String> environment() {
        return Map.of("DBUS_SESSION_BUS_ADDRESS", address);
    }

    /// Has the bus run this shell script when somebody asks for the service.
    void startOnDemand(String service, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(service + ".sh"), script);
        Files.writeString(services().resolve(service + ".service"), """
                [D-BUS Service]
                Name=%s
                Exec=/bin/sh %s
                """.formatted(service, file));
        try (SecretServiceCalls calls = new SecretServiceCalls(address)) {
            calls.readServicesAgain();
        }
    }

    /// Keeps a program's files in the session's folder, and its windows off this machine's screen.
    void confine(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.keySet().removeAll(Set.of("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR"));
        for (String variable : Set.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")) {
            environment.put(variable, folder.toString());
        }
    }

    private Path services() {
        return folder.resolve("services");
    }

    @Override
    public void close() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroy();
        shell.onExit().join();
    }
}
