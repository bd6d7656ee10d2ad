package dev.lakegate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;

/// What `packaging/build` trains the image's AOT cache on: `lakegate run`, and beside it, in the same process, the
/// commands whose lines come on standard input. A cache is good for what one process has done, and commands are
/// processes of their own.
final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] arguments) {
        Thread.ofPlatform().daemon().name("rehearsal").start(Rehearsal::commands);
        Main.main(new String[] {"run"});
    }

    private static void commands() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, System.out.charset()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int status = Main.execute(line.split(" ", -1));
                System.out.println("rehearsed " + line + ": " + status);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
