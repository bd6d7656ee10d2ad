package dev.lakegate.oauth;

import dev.lakegate.config.Profile;
import dev.lakegate.desktop.LocalPage;
import dev.lakegate.desktop.LocalPage.Outcome;
import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the browser shows when it comes back from the provider: a page which stays until the person closes it.
///
/// @param status the HTTP status of the page
record SignInPage(int status, LocalPage page) {

    static final SignInPage NOT_THIS_ONE = new SignInPage(
            400,
            new LocalPage(
                    Outcome.UNCHANGED,
                    "This is not the sign-in Lakegate waits for",
                    "The page was opened again, or by something else. Nothing was changed.",
                    Map.of(),
                    "Go on in the window that Lakegate opened last."));

    static SignInPage signedIn(Person person, Profile profile) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Signed in as", person.label());
        facts.putAll(where(profile));
        return new SignInPage(
                200,
                new LocalPage(
                        Outcome.DONE,
                        "You are signed in",
                        "Lakegate has what it needs; your notebooks and tools can go on.",
                        facts,
                        "You can close this window."));
    }

    static SignInPage failed(Problem problem, Profile profile) {
        Problem.Text text = problem.text();
        Map<String, String> facts = new LinkedHashMap<>(where(profile));
        facts.put("Problem", text.code());
        return new SignInPage(
                502, new LocalPage(Outcome.FAILED, "You are not signed in", text.what(), facts, text.remedy()));
    }

    private static Map<String, String> where(Profile profile) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Profile", profile.name().toString());
        facts.put("Provider", profile.issuer().getAuthority());
        facts.put("Gateway", profile.gateway().getAuthority());
        return facts;
    }

    String html() {
        return page.html();
    }
}
