package dev.lakegate.model;

/// What is wrong with a request as its local client sent it.
public sealed interface CallerProblem extends Problem {

    record LocalKeyMissing(RouteName route) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "local_key_missing",
                    "The request to route '" + route + "' carries no local key.",
                    "Use the value of DATABRICKS_TOKEN that 'lakegate env " + route + "' prints as the token.");
        }
    }

    record LocalKeyWrong(RouteName route) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "local_key_wrong",
                    "The token sent to route '" + route + "' is not this route's local key.",
                    "Use the value of DATABRICKS_TOKEN that 'lakegate env " + route
                            + "' prints; tokens of the workspace itself are not accepted here.");
        }
    }

    record HostNotLocal(RouteName route) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "host_not_local",
                    "The request's Host is not a name of this proxy, as when a web page rebinds its own name to this machine.",
                    "Address the proxy exactly as 'lakegate env " + route + "' prints it.");
        }
    }

    record CrossSite() implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "cross_site",
                    "The request comes from a web page of another site.",
                    "Call the proxy from a program; the address of a self-hosted UI is typed into the browser's bar, not followed from another site's page.");
        }
    }

    /// A person sees this one, in a browser.
    record BrowserSessionNeeded(RouteName route) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "browser_session_needed",
                    "This browser has not entered route '" + route
                            + "', or its session has ended: with the sign-in, with Lakegate, or after 12 hours.",
                    "Run 'lakegate open " + route + "'.");
        }
    }

    /// A person sees this one, in a browser.
    record EntryCodeSpent(RouteName route) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "entry_code_spent",
                    "This one-time address of route '" + route
                            + "' was used before, or is older than 60 seconds. Was it used within them, the session that it began has been ended.",
                    "Run 'lakegate open " + route + "' for a new one.");
        }
    }

    record MethodNotSupported(String method) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "method_not_supported",
                    "The proxy does not serve the method " + method + ".",
                    "Address the proxy as an ordinary server, not as a forward proxy.");
        }
    }

    /// Nobody is left to read this; it stands in the audit log.
    record ClientGone() implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "client_gone",
                    "The client ended the connection before the exchange was complete.",
                    "If it was not meant to, raise the client's own timeout.");
        }
    }

    /// The request cannot be read as HTTP, or is refused by the listener before it is a request.
    record BadRequest(int status) implements CallerProblem {
        @Override
        public Text text() {
            return new Text(
                    "bad_request",
                    "The request is not well-formed HTTP, or one of its fields is too large (status " + status + ").",
                    "Correct the client; the proxy sends on only what the gateway reads as it does.");
        }
    }
}
