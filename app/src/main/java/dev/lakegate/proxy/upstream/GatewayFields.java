package dev.lakegate.proxy.upstream;

/// The fields in which the gateway tells its verdict; the gateway deletes any that the workspace sent
/// (DESIGN.md §1).
public final class GatewayFields {
    /// The code of the gateway's own denial; absent on every other answer.
    public static final String ERROR = "X-Lakegate-Error";

    public static final String PRINCIPAL = "X-Lakegate-Principal";
    public static final String RULE = "X-Lakegate-Rule";
    public static final String NODE = "X-Lakegate-Node";
    public static final String REQUEST_ID = "X-Lakegate-Gateway-Request-Id";

    private GatewayFields() {}
}
