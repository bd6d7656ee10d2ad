package dev.lakegate.proxy;

/// The fields in which the gateway tells its verdict; the gateway deletes any that the workspace sent (DESIGN.md §1).
final class GatewayFields {
    /// The code of the gateway's own denial; absent on every other answer.
    static final String ERROR = "X-Lakegate-Error";

    static final String PRINCIPAL = "X-Lakegate-Principal";
    static final String RULE = "X-Lakegate-Rule";
    static final String NODE = "X-Lakegate-Node";
    static final String REQUEST_ID = "X-Lakegate-Gateway-Request-Id";

    private GatewayFields() {}
}
