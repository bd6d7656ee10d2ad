// The pages between an authorization request and its answer. Only sign-in is a page; consent is given unasked.
import { errors } from 'oidc-provider';

import { textOf } from './body.js';
import * as pages from './pages.js';
import { STRONG, WEAK, passwordOf } from './world.js';

export const signInPages = (provider, { people, features: { stepUp } }) => async (ctx, next) => {
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
  const form = new URLSearchParams(await textOf(ctx.req));
  const person = people.get(form.get('login'));
  if (!person || form.get('password') !== passwordOf(person)) return show(form.get('login'), true);
  // Nobody here has a second factor to show: who is asked to sign in more strongly does.
  const strength = stepUp && params.acr_values?.split(' ').includes(STRONG.acr) ? STRONG : WEAK;
  return finish({ login: { accountId: person.name, ...strength }, consent: {} });
};
