// The pages between an authorization request and its answer. Only sign-in is a page; consent is given unasked.
import { errors } from 'oidc-provider';

import * as pages from './pages.js';
import { passwordOf } from './world.js';

const FORM_LIMIT_BYTES = 4096;

async function formOf(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > FORM_LIMIT_BYTES) throw new errors.InvalidRequest('form too large');
  }
  return new URLSearchParams(text);
}

export const signInPages = (provider, people) => async (ctx, next) => {
  if (!ctx.path.startsWith('/interaction/')) return next();
  ctx.set('Cache-Control', 'no-store');

  let interaction;
  try {
    interaction = await provider.interactionDetails(ctx.req, ctx.res);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    return pages.signInEnded(ctx);
  }

  const finish = async (result) => {
    ctx.status = 303;
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
  };
  const { prompt, params } = interaction;
  if (prompt.name === 'consent') return finish({ consent: {} });

  const client = await provider.Client.find(params.client_id);
  const show = (chosen, refused) =>
    pages.signIn(ctx, { application: client.clientName, people: [...people.values()], chosen, refused });

  if (ctx.method !== 'POST') return show(params.login_hint);
  const form = await formOf(ctx.req);
  const person = people.get(form.get('login'));
  if (!person || form.get('password') !== passwordOf(person)) return show(form.get('login'), true);
  // a sandbox's person proves whatever is asked for
  const acr = params.acr_values?.split(' ')[0];
  return finish({ login: { accountId: person.name, amr: ['pwd'], acr }, consent: {} });
};
