package dev.lakegate.desktop;

import java.util.Map;
import java.util.stream.Collectors;

/// A page that this machine shows in the browser: one without script, links or anything fetched, for light and dark.
///
/// @param facts names and values, told below the text
public record LocalPage(Outcome outcome, String title, String text, Map<String, String> facts, String next) {

    /// What a colour and a sign stand for.
    public enum Outcome {
        DONE("#17804b", "#3ecf8e", "M17 29l8 8 15-17"),
        FAILED("#b3261e", "#ff8a80", "M19 19l18 18M37 19L19 37"),
        UNCHANGED("#8a5a00", "#f0b95a", "M28 15v16M28 39.5v.5");

        private final String inLight;
        private final String inDark;
        private final String sign;

        Outcome(String inLight, String inDark, String sign) {
            this.inLight = inLight;
            this.inDark = inDark;
            this.sign = sign;
        }
    }

    /// As HTML, in UTF-8.
    public String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s · Lakegate</title>
                <style>
                :root { color-scheme: light dark; --ground: #eef2f4; --paper: #fff; --ink: #14212b; --soft: #566573; --line: #dde4e9; --outcome: %5$s; }
                @media (prefers-color-scheme: dark) {
                  :root { --ground: #0f161b; --paper: #182228; --ink: #edf2f5; --soft: #9db0bc; --line: #2b3942; --outcome: %6$s; }
                }
                * { box-sizing: border-box; }
                body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink);
                  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
                main { width: 100%%; max-width: 30rem; border: 1px solid var(--line); border-radius: 16px; overflow: hidden; background: var(--paper);
                  box-shadow: 0 12px 40px rgb(10 30 45 / .10); }
                header { display: flex; align-items: center; gap: 10px; padding: 14px 28px; border-bottom: 1px solid var(--line); font-weight: 600; }
                header svg { width: 26px; height: 26px; }
                section { padding: 28px; }
                .sign { width: 44px; height: 44px; }
                h1 { margin: 14px 0 6px; font-size: 1.5rem; line-height: 1.25; }
                p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
                dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; margin: 22px 0 0; padding: 14px 16px;
                  border: 1px solid var(--line); border-radius: 10px; font-size: .92rem; }
                dl:empty { display: none; }
                dt { color: var(--soft); }
                dd { margin: 0; overflow-wrap: anywhere; }
                .next { margin-top: 22px; color: var(--ink); }
                </style>
                </head>
                <body>
                <main>
                <header><svg viewBox="0 0 64 64" aria-hidden="true"><rect width="64" height="64" rx="15" fill="#0f6f6c"/>
                <g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"><path d="M14 40V27a18 18 0 0 1 36 0v13"/>
                <path d="M24 40V28a8 8 0 0 1 16 0v12" stroke="#9fe3d6" stroke-width="4"/>
                <path d="M9 50c4-4 8-4 11.5 0s7.5 4 11.5 0 8-4 11.5 0 7.5 4 11.5 0" stroke-width="4"/></g></svg>Lakegate</header>
                <section>
                <svg class="sign" viewBox="0 0 56 56" aria-hidden="true"><circle cx="28" cy="28" r="28" fill="var(--outcome)"/>
                <path d="%7$s" fill="none" stroke="var(--paper)" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round"/></svg>
                <h1>%1$s</h1>
                <p>%2$s</p>
                <dl>%3$s</dl>
                <p class="next">%4$s</p>
                </section>
                </main>
                </body>
                </html>
                """.formatted(
                escaped(title),
                escaped(text),
                facts.entrySet().stream()
                        .map(fact -> "<dt>" + escaped(fact.getKey()) + "</dt><dd>" + escaped(fact.getValue()) + "</dd>")
                        .collect(Collectors.joining("\n")),
                escaped(next),
                outcome.inLight,
                outcome.inDark,
                outcome.sign);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
