package dev.lakegate.desktop.autostart;

import dev.lakegate.model.ProblemException;
import dev.lakegate.model.ProgramProblem.LocalFailure;
import dev.lakegate.model.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Of Windows, by its own `reg`.
record RunKey(Path launcher) implements Autostart {
    private static final String KEY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
    private static final long PATIENCE_SECONDS = 10;

    /// What was asked, and what came of it.
    private record Answer(int status, String said) {}

    @Override
    public boolean isOn() {
        try {
            return reg("query", KEY, "/v", "Lakegate").status() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Override
    public void set(boolean on) throws ProblemException {
        try {
            Answer answer = on
                    ? reg("add", KEY, "/v", "Lakegate", "/t", "REG_SZ", "/d", command(), "/f")
                    : reg("delete", KEY, "/v", "Lakegate", "/f");
            if (answer.status() != 0 && on != isOn()) {
                throw new IOException(answer.said());
            }
        } catch (IOException failure) {
            throw new ProblemException(new LocalFailure("change the start at login", Reason.of(failure)), failure);
        }
    }

    @Override
    public void keepUp() throws ProblemException {
        if (isOn()) {
            set(true);
        }
    }

    private String command() {
        return "\"" + launcher + "\" --hidden";
    }

    private static Answer reg(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("reg"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    ? new Answer(process.exitValue(), said.strip())
                    : new Answer(-1, "reg does not end");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", interrupted);
        }
    }
}
