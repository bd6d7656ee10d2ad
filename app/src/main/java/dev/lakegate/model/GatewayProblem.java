package dev.lakegate.model;

import java.net.URI;

/// What the gateway did, or failed to do, with a request.
public sealed interface GatewayProblem extends Problem {

    /// A denial of what the proxy itself asked of the gateway.
    ///
    /// @param gatewayRequestId the gateway's own id of the request that it denied, by which its operators
    ///     find it
    record DeniedByGateway(String gatewayCode, String message, String gatewayRequestId) implements GatewayProblem {
        @Override
        public Text text() {
            return new Text(
                    "denied_by_gateway",
                    "The gateway denied the request: " + gatewayCode + (message.isEmpty() ? "" : " (" + message + ")")
                            + ".",
                    "Ask the network team for access, naming this code and the gateway's request id " + gatewayRequestId
                            + ".");
        }
    }

    record GatewayUnreachable(URI gateway, String reason) implements GatewayProblem {
        @Override
        public Text text() {
            return new Text(
                    "gateway_unreachable",
                    "The gateway " + gateway + " could not be reached: " + reason + ".",
                    "Check the network connection (VPN?) and try again.");
        }
    }

    record GatewayUntrusted(URI gateway, String reason) implements GatewayProblem {
        @Override
        public Text text() {
            return new Text(
                    "gateway_untrusted",
                    "The gateway " + gateway + " did not prove its name: " + reason + ".",
                    "Set the profile's ca_file ('lakegate join' takes it as --ca-file) to the company's certificate authority, or report an interception.");
        }
    }

    record GatewayTimedOut(URI gateway) implements GatewayProblem {
        @Override
        public Text text() {
            return new Text(
                    "gateway_timed_out",
                    "The gateway " + gateway + " did not answer in time.",
                    "Try again; if it lasts, report it with the request id.");
        }
    }

    record GatewayBrokeOff(URI gateway, String reason) implements GatewayProblem {
        @Override
        public Text text() {
            return new Text(
                    "gateway_broke_off",
                    "The gateway " + gateway + " broke off its answer: " + reason + ".",
                    "Try again if the request may be repeated; if it lasts, report it with the request id.");
        }
    }

    /// A page for people where a program asked an API.
    record SignInPageAnswered(RouteName route) implements GatewayProblem {
        @Override
        public Text text() {
            return new Text(
                    "sign_in_page",
                    "The workspace of route '" + route
                            + "' answered with its sign-in page: it does not take the token.",
                    "Run 'lakegate doctor'; if the exchange is in order, ask the workspace's administrators whether you are a member.");
        }
    }
}
