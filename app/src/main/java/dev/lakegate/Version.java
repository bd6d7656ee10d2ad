package dev.lakegate;

import java.util.Optional;

/// The program's version, as its jar tells it.
final class Version {
    private Version() {}

    static String current() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
