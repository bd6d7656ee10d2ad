package dev.lakegate.desktop;

import dev.lakegate.model.ProblemException;

/// Whether this program starts, hidden, when the person logs in. Each call blocks on the disk.
public interface Autostart {

    boolean isOn();

    void set(boolean on) throws ProblemException;
}
