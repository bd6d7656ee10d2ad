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
