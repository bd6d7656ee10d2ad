// The provider's signing keys: made at start, announced, used and retired as a company's provider does.
import { generateKeyPair, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';

async function rsaKey() {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

export class SigningKeys {
  // The first one signs, all are published.
  #keys;

  #announced = null;

  constructor(first) {
    this.#keys = [first];
  }

  static async generate() {
    return new SigningKeys(await rsaKey());
  }

  get jwks() {
    return { keys: this.#keys };
  }

  get ids() {
    return this.#keys.map(({ kid }) => kid);
  }

  // Publishes a key that does not sign yet.
  async announce() {
    this.#announced = await rsaKey();
    this.#keys.push(this.#announced);
  }

  // Signs with the announced key, or with a new one that nobody has heard of; the old ones stay published.
  async rotate() {
    const next = this.#announced ?? (await rsaKey());
    this.#announced = null;
    this.#keys = [next, ...this.#keys.filter((key) => key !== next)];
  }

  // Publishes the signing key only: tokens signed by another are no longer to be trusted.
  async retire() {
    this.#announced = null;
    this.#keys = [this.#keys[0]];
  }
}
