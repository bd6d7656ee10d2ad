package dev.lakegate.os.keychain;

/// A status of SecBase.h that is not success.
final class KeychainRefusal extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int ERR_SEC_USER_CANCELED = -128;
    private static final int ERR_SEC_NOT_AVAILABLE = -25291;
    private static final int ERR_SEC_AUTH_FAILED = -25293;
    private static final int ERR_SEC_NO_DEFAULT_KEYCHAIN = -25307;
    private static final int ERR_SEC_INTERACTION_NOT_ALLOWED = -25308;
    private static final int ERR_SEC_INTERACTION_REQUIRED = -25315;

    private final Kind kind;
    private final String reason;

    /// What it means for whoever asked.
    enum Kind {
        NO_KEYCHAIN,
        NOT_UNLOCKED,
        OTHER
    }

    /// @param message macOS's own words
    KeychainRefusal(int status, String message) {
        super(message + " (" + status + ")");
        reason = message.replaceFirst("\\.$", "") + " (" + status + ")";
        kind = switch (status) {
            case ERR_SEC_NOT_AVAILABLE, ERR_SEC_NO_DEFAULT_KEYCHAIN -> Kind.NO_KEYCHAIN;
            case ERR_SEC_USER_CANCELED,
                    ERR_SEC_AUTH_FAILED,
                    ERR_SEC_INTERACTION_NOT_ALLOWED,
                    ERR_SEC_INTERACTION_REQUIRED -> Kind.NOT_UNLOCKED;
            default -> Kind.OTHER;
        };
    }

    Kind kind() {
        return kind;
    }

    /// In a clause.
    String reason() {
        return reason;
    }
}
