package dev.lakegate.desktop;

import static dev.lakegate.desktop.PageFrame.escaped;

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
        return PageFrame.html(title, """
                :root { --outcome: %1$s; }
                @media (prefers-color-scheme: dark) { :root { --outcome: %2$s; } }
                .sign { width: 44px; height: 44px; }
                dl { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; margin: 22px 0 0; padding: 14px 16px;
                  border: 1px solid var(--line); border-radius: 10px; font-size: .92rem; }
                dl:empty { display: none; }
                .next { margin-top: 22px; color: var(--ink); }
                """.formatted(outcome.inLight, outcome.inDark), """
                <section>
                <svg class="sign" viewBox="0 0 56 56" aria-hidden="true"><circle cx="28" cy="28" r="28" fill="var(--outcome)"/>
                <path d="%5$s" fill="none" stroke="var(--paper)" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round"/></svg>
                <h1>%1$s</h1>
                <p>%2$s</p>
                <dl>%3$s</dl>
                <p class="next">%4$s</p>
                </section>
                """.formatted(
                escaped(title),
                escaped(text),
                facts.entrySet().stream()
                        .map(fact -> "<dt>" + escaped(fact.getKey()) + "</dt><dd>" + escaped(fact.getValue()) + "</dd>")
                        .collect(Collectors.joining("\n")),
                escaped(next),
                outcome.sign));
    }
}
