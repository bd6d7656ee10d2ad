package dev.lakegate.diagnosis.check;

import java.util.List;

/// One check of the doctor's. `app/docs/doctor.md` tells what each looks at.
public interface Check {

    /// Stable, in lower case; programs compare it.
    String name();

    /// What is looked at, for people.
    String title();

    /// Blocks for a few seconds at most, and may be interrupted. Whatever it throws, the others go on.
    ///
    /// @return one at least
    List<Finding> look() throws InterruptedException;
}
