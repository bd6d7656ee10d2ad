// What a test may see and do from outside, with the control secret as the Bearer token:
//   GET  /sandbox/issued                           every access, refresh and ID token issued, for the search of what leaked
//   GET  /sandbox/counters                         how often each endpoint and each grant was asked for, and the kinds of
//                                                  the tokens that were to be revoked (token_type_hint), in their order
//   POST /sandbox/failures                         plans failures, see failures.js
//   POST /sandbox/keys/{announce|rotate|retire}    the signing keys, see keys.js; answers their ids, the signing one first
import { createHash, timingSafeEqual } from 'node:crypto';

import { textOf } from './body.js';

const KEY_CHANGES = new Set(['announce', 'rotate', 'retire']);

const digest = (text) => createHash('sha256').update(text).digest();

export class Counters {
  #endpoints = {};

  #grants = {};

  #revocations = [];

  #issued = [];

  get issued() {
    return this.#issued;
  }

  count = async (ctx, next) => {
    await next();
    if (!ctx.oidc) return;
    Counters.#increment(this.#endpoints, ctx.oidc.route);
    if (ctx.oidc.route === 'revocation') {
      this.#revocations.push(ctx.oidc.params?.token_type_hint ?? 'none');
    }
    if (ctx.oidc.route === 'token') {
      Counters.#increment(this.#grants, ctx.oidc.params?.grant_type ?? 'none');
      const { access_token, refresh_token, id_token } = ctx.body ?? {};
      this.#issued.push(...[access_token, refresh_token, id_token].filter(Boolean));
    }
  };

  toJSON() {
    return { endpoints: this.#endpoints, grants: this.#grants, revocations: this.#revocations };
  }

  static #increment(counts, name) {
    counts[name] = (counts[name] ?? 0) + 1;
  }
}

export const control = ({ secret, counters, failures, keys, keysChanged }) => {
  const expected = digest(`Bearer ${secret}`);

  return async (ctx, next) => {
    const [, space, subject, verb] = ctx.path.split('/');
    if (space !== 'sandbox') return next();
    if (!timingSafeEqual(digest(ctx.get('Authorization')), expected)) {
      ctx.status = 401;
    } else if (ctx.method === 'GET' && subject === 'counters') {
      ctx.body = counters;
    } else if (ctx.method === 'GET' && subject === 'issued') {
      ctx.body = counters.issued;
    } else if (ctx.method === 'POST' && subject === 'failures') {
      failures.plan(JSON.parse(await textOf(ctx.req)));
      ctx.body = {};
    } else if (ctx.method === 'POST' && subject === 'keys' && KEY_CHANGES.has(verb)) {
      await keys[verb]();
      keysChanged();
      ctx.body = { keys: keys.ids };
    } else {
      ctx.status = 404;
    }
    return undefined;
  };
};
