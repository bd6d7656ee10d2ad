// What a person sees. Plain HTML with one style sheet, no script, light and dark.
import { createHash } from 'node:crypto';

import { style } from './style.js';
import { displayNameOf } from './world.js';

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text) => String(text).replace(/[&<>"']/g, (character) => ESCAPES[character]);

const styleHash = createHash('sha256').update(style).digest('base64');

function page(ctx, title, body) {
  ctx.type = 'html';
  ctx.set('Content-Security-Policy', `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`);
  ctx.body = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Acme sandbox</title>
<style>${style}</style>
</head>
<body>
<main>
<header><span class="mark" aria-hidden="true"></span>Acme <small>sandbox</small></header>
<h1>${escaped(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

const shortened = (groups) => (groups.length > 2 ? [groups[0], `and ${groups.length - 1} more`] : groups);

function personCard({ name, email, groups }, checked) {
  return `<label class="person">
<input type="radio" name="login" value="${escaped(name)}" required${checked ? ' checked' : ''}>
<span class="initial" aria-hidden="true">${escaped(name[0].toUpperCase())}</span>
<span class="who"><b>${escaped(displayNameOf(name))}</b><span>${escaped(email)}</span></span>
<span class="groups">${shortened(groups).map(escaped).join('<br>')}</span>
</label>`;
}

export function signIn(ctx, { application, people, chosen, refused }) {
  const selected = people.find(({ name }) => name === chosen) ?? people[0];
  page(
    ctx,
    'Sign in',
    `<p>to continue to <b>${escaped(application)}</b></p>
<form method="post">
<fieldset>
<legend>Who are you?</legend>
${people.map((person) => personCard(person, person === selected)).join('\n')}
</fieldset>
${refused ? '<p class="refused" role="alert">This is not the password of that person.</p>' : ''}
<label for="password">Password</label>
<input type="password" id="password" name="password" required autofocus autocomplete="off"${refused ? ' aria-invalid="true"' : ''}>
<button type="submit">Sign in</button>
</form>
<p class="hint">Nobody here is real: each password is the name followed by <code>-password</code>, such as <code>${escaped(selected.name)}-password</code>.</p>`,
  );
}

export function signInEnded(ctx) {
  ctx.status = 400;
  page(
    ctx,
    'This sign-in is over',
    '<p>It took too long, was finished already, or was begun in another browser. Go back to the application and start again.</p>',
  );
}

export async function failure(ctx, { error, error_description: description }) {
  page(
    ctx,
    'That did not work',
    `<p>${escaped(description ?? 'The request could not be answered.')}</p>
<p class="hint">Error <code>${escaped(error)}</code>. Go back to the application and start again.</p>`,
  );
}

export async function deviceCode(ctx, form, out, error) {
  page(
    ctx,
    'Connect a device',
    `<p>Enter the code that the application shows.</p>
${error ? '<p class="refused" role="alert">This code is not known, or it was used, given up or too old.</p>' : ''}
${form}
<button type="submit" form="op.deviceInputForm">Continue</button>`,
  );
}

export async function deviceConfirmation(ctx, form, client, device, userCode) {
  page(
    ctx,
    'Is this your code?',
    `<p><b>${escaped(client.clientName)}</b> should be showing</p>
<p class="code">${escaped(userCode)}</p>
${form}
<button type="submit" form="op.deviceConfirmForm">Yes, continue</button>
<button type="submit" form="op.deviceConfirmForm" name="abort" value="yes" class="quiet">No, stop</button>`,
  );
}

export async function deviceDone(ctx) {
  page(
    ctx,
    'You are signed in',
    `<p><b>${escaped(ctx.oidc.client.clientName)}</b> goes on by itself. You can close this page.</p>`,
  );
}

export async function signOut(ctx, form) {
  page(
    ctx,
    'Sign out?',
    `<p>This ends your sign-in at Acme in this browser.</p>
${form}
<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
<button type="submit" form="op.logoutForm" class="quiet">Stay signed in</button>`,
  );
}

export async function signedOut(ctx) {
  page(ctx, 'You are signed out', '<p>You can close this page.</p>');
}
