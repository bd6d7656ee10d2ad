// The one style sheet of the sandbox's pages.
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ground: #eef1f5; --ink: #1b2430; --soft: #5b6778; --line: #d5dbe4;
  --accent: #1f6f8b; --accent-ink: #fff; --tint: #e8f3f6; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #1b222c; --ground: #11161d; --ink: #e8edf3; --soft: #9aa7b8; --line: #344050;
    --accent: #5cb8d4; --accent-ink: #0c1a20; --tint: #1f3440; --bad: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--ground); color: var(--ink);
  font: 16px/1.45 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { width: 100%; max-width: 440px; padding: 22px 32px 20px; background: var(--paper); border: 1px solid var(--line);
  border-radius: 14px; box-shadow: 0 8px 30px rgb(10 30 50 / 8%); }
header { display: flex; align-items: center; gap: 8px; font-weight: 600; }
header small { color: var(--soft); font-weight: 400; font-size: 1em; }
.mark { width: 18px; height: 18px; border-radius: 5px; background: var(--accent); }
h1 { margin: 12px 0 0; font-size: 25px; line-height: 1.2; }
p { margin: 3px 0 14px; color: var(--soft); }
p b, legend, label[for] { color: var(--ink); }
fieldset { margin: 0 0 16px; padding: 0; border: 0; }
legend, label[for] { display: block; margin-bottom: 6px; padding: 0; font-size: 14px; font-weight: 600; }
.person { display: flex; align-items: center; gap: 12px; padding: 4px 12px; border: 1px solid var(--line); border-bottom-width: 0; cursor: pointer; }
.person:first-of-type { border-radius: 10px 10px 0 0; }
.person:last-of-type { border-radius: 0 0 10px 10px; border-bottom-width: 1px; }
.person:hover { background: color-mix(in srgb, var(--tint) 55%, transparent); }
.person:has(:checked) { background: var(--tint); }
.person:has(:focus-visible) { outline: 2px solid var(--accent); outline-offset: -2px; }
.person input { position: absolute; opacity: 0; }
.initial { flex: none; width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center; font-weight: 600;
  background: var(--ground); color: var(--soft); }
.person:has(:checked) .initial { background: var(--accent); color: var(--accent-ink); }
.who { flex: 1; min-width: 0; display: flex; flex-direction: column; line-height: 1.25; }
.who span { color: var(--soft); font-size: 13px; overflow: hidden; text-overflow: ellipsis; }
.groups { color: var(--soft); font-size: 12px; line-height: 1.3; text-align: right; }
input[type=password], input[type=text] { width: 100%; padding: 10px 12px; font: inherit; color: inherit; background: transparent;
  border: 1px solid var(--line); border-radius: 10px; }
input[type=text] { text-align: center; text-transform: uppercase; letter-spacing: .1em; }
input[type=password]:focus, input[type=text]:focus { outline: 2px solid var(--accent); outline-offset: -1px; border-color: transparent; }
input[aria-invalid] { border-color: var(--bad); }
button { width: 100%; margin-top: 14px; padding: 11px; font: inherit; font-weight: 600; color: var(--accent-ink); background: var(--accent);
  border: 1px solid var(--accent); border-radius: 10px; cursor: pointer; }
button:hover { filter: brightness(1.08); }
button.quiet { margin-top: 8px; color: var(--ink); background: transparent; border-color: var(--line); }
.refused { margin: 0 0 12px; color: var(--bad); }
.code { margin: 8px 0 18px; font: 600 30px/1.2 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: .08em; text-align: center; color: var(--ink); }
.hint { margin: 14px 0 0; font-size: 13px; }
code { font: .95em ui-monospace, "DejaVu Sans Mono", monospace; color: var(--ink); }
`;
