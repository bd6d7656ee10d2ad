package dev.lakegate.oauth;

import dev.lakegate.model.Person;
import dev.lakegate.model.Problem;
import dev.lakegate.model.ProfileName;

/// What the browser shows when it comes back from the provider.
///
/// @param status the HTTP status of the page
record SignInPage(int status, boolean good, String title, String text) {

    static final SignInPage NOT_THIS_ONE = new SignInPage(
            400,
            false,
            "This is not the sign-in Lakegate waits for",
            "The page was opened again, or by something else. Nothing was changed; go on in the window that Lakegate opened.");

    static SignInPage signedIn(Person person, ProfileName profile) {
        return new SignInPage(
                200,
                true,
                "You are signed in",
                person.label() + " is signed in to profile " + profile + ". You can close this window.");
    }

    static SignInPage failed(Problem problem, ProfileName profile) {
        return new SignInPage(
                502,
                false,
                "Lakegate could not sign you in to profile " + profile,
                problem.text().toString());
    }

    String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                :root { color-scheme: light dark; --back: #f4f6f8; --card: #fff; --text: #17212b; --soft: #5a6875; --mark: %3$s; }
                @media (prefers-color-scheme: dark) { :root { --back: #11171d; --card: #1b242d; --text: #eef2f5; --soft: #a3b1bd; } }
                body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--back); color: var(--text);
                  font: 16px/1.5 system-ui, sans-serif; }
                main { max-width: 26rem; margin: 1rem; padding: 2.5rem; border-radius: 16px; background: var(--card);
                  box-shadow: 0 8px 32px rgb(0 0 0 / .12); text-align: center; }
                svg { width: 56px; height: 56px; }
                h1 { margin: 1rem 0 .5rem; font-size: 1.35rem; }
                p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
                footer { margin-top: 1.75rem; font-size: .8rem; color: var(--soft); letter-spacing: .04em; }
                </style>
                </head>
                <body>
                <main>
                <svg viewBox="0 0 56 56" aria-hidden="true"><circle cx="28" cy="28" r="26" fill="var(--mark)"/>
                <path d="%4$s" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/></svg>
                <h1>%1$s</h1>
                <p>%2$s</p>
                <footer>Lakegate</footer>
                </main>
                </body>
                </html>
                """.formatted(
                        escaped(title),
                        escaped(text),
                        good ? "#1a7f4b" : "#b3541e",
                        good ? "M17 29l8 8 15-17" : "M28 16v15M28 39v.5");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
