package dev.lakegate.os.statusnotifier;

import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.Position;

/// A square picture, `(iiay)`: ARGB in network byte order, colours not multiplied by alpha.
public final class Pixmap extends Struct {
    @Position(0)
    public final int width;

    @Position(1)
    public final int height;

    @Position(2)
    public final byte[] argb;

    /// As wide as high.
    ///
    /// @param argb four bytes for each pixel, row by row; not copied
    public Pixmap(int size, byte[] argb) {
        if (argb.length != 4 * size * size) {
            throw new IllegalArgumentException(argb.length + " bytes are no picture of " + size + " by " + size);
        }
        this.width = size;
        this.height = size;
        this.argb = argb;
    }
}
