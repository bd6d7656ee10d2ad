package dev.lakegate.sandbox;

import dev.lakegate.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The desktop app as it starts at login, in a process of its own, of a person who has not joined a gateway.
public final class DesktopProgram implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final Process process;

    /// Starts that of the classes here; its icon comes a little later.
    ///
    /// @param folder of the session
    public DesktopProgram(DBusSession session, Screen screen, Path folder) throws IOException {
        this(
                session,
                screen,
                folder,
                List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dprism.order=sw",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
    }

    /// Likewise, by this command.
    DesktopProgram(DBusSession session, Screen screen, Path folder, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(command.stream(), Stream.of("--hidden")).toList());
        session.confine(builder);
        builder.environment().putAll(session.environment());
        builder.environment().put("DISPLAY", screen.display());
        builder.environment().put("LAKEGATE_HOME", home(folder).toString());
        process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("lakegate.log").toFile())
                .start();
    }

    /// Its configuration's and its state's.
    static Path home(Path folder) {
        return folder.resolve("home");
    }

    Process process() {
        return process;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
    }
}
