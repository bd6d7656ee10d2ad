package dev.lakegate.model;

import java.net.URI;

/// Why no identity or workspace token could be had.
public sealed interface IdentityProblem extends Problem {

    record SignInNeeded(ProfileName profile) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "sign_in_needed",
                    "Nobody is signed in to profile '" + profile + "'.",
                    "Run 'lakegate login' and repeat the request.");
        }
    }

    record SignInTimedOut(ProfileName profile, long seconds) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "sign_in_timed_out",
                    "The sign-in to profile '" + profile + "' was not completed in the browser within " + seconds
                            + " seconds.",
                    "Run 'lakegate login' again and complete it in the browser window that opens.");
        }
    }

    record SignInRefused(URI issuer, String error, String description) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "sign_in_refused",
                    "The provider " + issuer + " refused the sign-in: " + error
                            + (description.isEmpty() ? "" : " (" + description + ")") + ".",
                    "Ask whoever manages the provider whether you may use this client, then run 'lakegate login' again.");
        }
    }

    /// The person gave up, by Ctrl-C or in the program.
    record SignInCancelled(ProfileName profile) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "sign_in_cancelled",
                    "The sign-in to profile '" + profile + "' was ended before it was complete.",
                    "Run 'lakegate login' again.");
        }
    }

    record DeviceGrantNotAllowed(ProfileName profile) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "device_grant_not_allowed",
                    "Profile '" + profile + "' does not allow signing in with a code on another device.",
                    "Use 'lakegate login' or 'lakegate login --no-browser'; whoever manages the profile can set device_grant = true.");
        }
    }

    /// The gateway wants a stronger or a more recent sign-in (RFC 9470).
    ///
    /// @param wanted what it asks for, as `acr_values=… max_age=…`; may be empty
    record StrongerSignInNeeded(ProfileName profile, String wanted) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "stronger_sign_in_needed",
                    "The gateway wants a stronger or a more recent sign-in to profile '" + profile + "'"
                            + (wanted.isEmpty() ? "" : " (" + wanted + ")") + ".",
                    "Run 'lakegate login', which asks the provider for it, and repeat the request.");
        }
    }

    /// What was under way when the person signed out.
    record SignedOut(ProfileName profile) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "signed_out",
                    "Profile '" + profile + "' was signed out while the request was under way.",
                    "Run 'lakegate login' and repeat the request.");
        }
    }

    record TokenNotAcceptable(URI issuer, String reason) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "token_not_acceptable",
                    "The provider " + issuer + " issued a token that must not be used: " + reason + ".",
                    "Have the client's registration at the provider compared with the profile in lakegate.toml.");
        }
    }

    record ProviderUnreachable(URI issuer, String reason) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "provider_unreachable",
                    "The identity provider " + issuer + " could not be reached: " + reason + ".",
                    "Check the network connection and the profile's issuer, then try again.");
        }
    }

    record ProviderMisconfigured(URI issuer, String reason) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "provider_misconfigured",
                    "The identity provider " + issuer + " does not answer as OpenID Connect asks: " + reason + ".",
                    "Compare the profile's issuer with the 'issuer' in the provider's discovery document.");
        }
    }

    record ExchangeRefused(String workspace, String error, String description) implements IdentityProblem {
        @Override
        public Text text() {
            return new Text(
                    "exchange_refused",
                    "The workspace " + workspace + " did not accept your identity: " + error
                            + (description.isEmpty() ? "" : " (" + description + ")") + ".",
                    "Ask the workspace's administrator about its token federation policy and your user.");
        }
    }
}
