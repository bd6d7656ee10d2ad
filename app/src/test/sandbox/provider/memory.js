// What the provider remembers, in this process only and without a bound but the expiry of each thing.
const SWEEP_MILLIS = 60_000;

export class Memory {
  #entries = new Map();

  #forgetsUsed;

  // forgetsUsed: a refresh token that was used is as if it had never been, so that nobody learns of its second use
  constructor({ forgetsUsed }) {
    this.#forgetsUsed = forgetsUsed;
    setInterval(() => this.#sweep(), SWEEP_MILLIS).unref();
  }

  // The library's storage port, one for each kind of thing (Session, RefreshToken, ...).
  adapter(kind) {
    const key = (id) => `${kind}:${id}`;
    const first = (matches) => {
      for (const [known, { payload }] of this.#entries) {
        if (known.startsWith(`${kind}:`) && matches(payload)) return payload;
      }
      return undefined;
    };
    return {
      upsert: async (id, payload, seconds) => {
        this.#entries.set(key(id), { payload, ends: seconds ? Date.now() + seconds * 1000 : Infinity });
      },
      find: async (id) => {
        const payload = this.#entries.get(key(id))?.payload;
        return kind === 'RefreshToken' && this.#forgetsUsed && payload?.consumed ? undefined : payload;
      },
      findByUid: async (uid) => first((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => first((payload) => payload.userCode === userCode),
      consume: async (id) => {
        this.#entries.get(key(id)).payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => {
        this.#entries.delete(key(id));
      },
      revokeByGrantId: async (grantId) => {
        this.#forget(({ payload }) => payload.grantId === grantId);
      },
    };
  }

  #sweep() {
    const now = Date.now();
    this.#forget(({ ends }) => ends < now);
  }

  #forget(matches) {
    for (const [key, entry] of this.#entries) {
      if (matches(entry)) this.#entries.delete(key);
    }
  }
}
