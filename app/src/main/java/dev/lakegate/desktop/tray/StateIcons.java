package dev.lakegate.desktop.tray;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/// The icons of the states, whose pixels `icons/render` has made: no picture is decoded at run
/// time.
final class StateIcons {
    /// Of the icons there are: pixels, each way.
    static final int[] SIZES = {16, 22, 24, 32, 48};

    private static final int BYTES_OF_A_PIXEL = 4;

    private StateIcons() {}

    /// Red, green, blue and alpha of each pixel, row by row.
    static byte[] rgba(TrayState state, int size) {
        String name = "icons-" + size + ".rgba";
        int length = size * size * BYTES_OF_A_PIXEL;
        try (InputStream in = Objects.requireNonNull(StateIcons.class.getResourceAsStream(name), name)) {
            byte[] all = in.readAllBytes();
            int begin = place(state) * length;
            return Arrays.copyOfRange(all, begin, begin + length);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// In `icons/lakegate.svg`, from the top of its `tray`.
    private static int place(TrayState state) {
        return switch (state) {
            case SIGNED_OUT -> 0;
            case SIGNING_IN -> 1;
            case CONNECTED -> 2;
            case RENEWING -> 3;
            case ATTENTION -> 4;
            case OFFLINE -> 5;
            case PAUSED -> 6;
        };
    }

    /// The same with alpha first.
    static byte[] argb(TrayState state, int size) {
        byte[] pixels = rgba(state, size);
        for (int at = 0; at < pixels.length; at += BYTES_OF_A_PIXEL) {
            byte alpha = pixels[at + 3];
            System.arraycopy(pixels, at, pixels, at + 1, 3);
            pixels[at] = alpha;
        }
        return pixels;
    }
}
