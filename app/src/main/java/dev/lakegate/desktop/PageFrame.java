package dev.lakegate.desktop;

/// What all pages of this program share: a page without script, links or anything fetched, for light and dark.
public final class PageFrame {
    private PageFrame() {}

    /// A whole page, in UTF-8.
    ///
    /// @param title   as text
    /// @param style   CSS of the page's own, with the colours `--ground`, `--paper`, `--ink`, `--soft` and `--line`
    /// @param content HTML of what is below the header
    public static String html(String title, String style, String content) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s · Lakegate</title>
                <style>
                :root { color-scheme: light dark; --ground: #eef2f4; --paper: #fff; --ink: #14212b; --soft: #566573; --line: #dde4e9; }
                @media (prefers-color-scheme: dark) {
                  :root { --ground: #0f161b; --paper: #182228; --ink: #edf2f5; --soft: #9db0bc; --line: #2b3942; }
                }
                * { box-sizing: border-box; }
                body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink);
                  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
                main { width: 100%%; max-width: 30rem; border: 1px solid var(--line); border-radius: 16px; overflow: hidden; background: var(--paper);
                  box-shadow: 0 12px 40px rgb(10 30 45 / .10); }
                header { display: flex; align-items: center; gap: 10px; padding: 14px 28px; border-bottom: 1px solid var(--line); font-weight: 600; }
                header svg { width: 26px; height: 26px; }
                section { padding: 28px; }
                h1 { margin: 14px 0 6px; font-size: 1.5rem; line-height: 1.25; }
                p { margin: 0; color: var(--soft); overflow-wrap: anywhere; }
                dt { color: var(--soft); }
                dd { margin: 0; overflow-wrap: anywhere; }
                %2$s</style>
                </head>
                <body>
                <main>
                <header><svg viewBox="0 0 64 64" aria-hidden="true"><rect width="64" height="64" rx="15" fill="#0f6f6c"/>
                <g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round"><path d="M14 40V27a18 18 0 0 1 36 0v13"/>
                <path d="M24 40V28a8 8 0 0 1 16 0v12" stroke="#9fe3d6" stroke-width="4"/>
                <path d="M9 50c4-4 8-4 11.5 0s7.5 4 11.5 0 8-4 11.5 0 7.5 4 11.5 0" stroke-width="4"/></g></svg>Lakegate</header>
                %3$s</main>
                </body>
                </html>
                """.formatted(escaped(title), style, content);
    }

    /// Text that stands for itself in HTML.
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
