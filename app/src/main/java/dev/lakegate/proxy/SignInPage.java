package dev.lakegate.proxy;

import dev.lakegate.config.Route.Credential;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/// A page for people where a program asked an API: a workspace shows it to whomever it does not know, and a
/// client would fail at its HTML far from the cause.
final class SignInPage {
    private static final String API = "/api/";

    private SignInPage() {}

    static boolean isInPlaceOfAnAnswer(Credential credential, String path, int status, HttpFields answer) {
        if (credential != Credential.WORKSPACE || !path.startsWith(API)) {
            return false;
        }
        if (HttpStatus.isRedirection(status)) {
            String location = answer.get(HttpHeader.LOCATION);
            return location != null && isOfSignIn(location.toLowerCase(Locale.ROOT));
        }
        String type = answer.get(HttpHeader.CONTENT_TYPE);
        return status == HttpStatus.OK_200
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith("text/html");
    }

    private static boolean isOfSignIn(String location) {
        return location.contains("/login") || location.contains("/oidc/") || location.contains("/oauth2/");
    }
}
