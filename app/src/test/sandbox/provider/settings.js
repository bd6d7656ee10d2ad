// What the configuration may say, with what holds when it says nothing.
import { people } from './world.js';

const defaults = {
  // 0: any free port
  port: 0,
  // seconds
  lifetimes: { accessToken: 3600, idToken: 3600, refreshToken: 14 * 24 * 3600 },
  features: {
    rotation: true,
    // a used refresh token that comes again ends all that were issued for the same sign-in
    reuseDetection: true,
    refreshTokens: true,
    pushedAuthorizationRequests: true,
    issuerInResponse: true,
    deviceFlow: true,
    revocation: true,
    endSession: true,
    // acr_values is heeded; else everyone has signed in weakly
    stepUp: true,
  },
  // by which parameter the provider is asked for an audience: 'resource' (RFC 8707), 'audience', or 'scope' alone
  audienceBy: 'resource',
  // {"certificate": PEM file, "key": PEM file, "host": the name in it}: https, else http
  tls: null,
  // opens /sandbox/ (control.js) to who shows it as the Bearer token
  controlSecret: null,
  // the discovery document names another issuer than the one it was fetched from
  wrongIssuer: false,
  // more people, or others in place of those of the same name: {"name", "email", "emailVerified", "groups"}
  people: [],
};

function merge(standard, given, path) {
  const unknown = Object.keys(given).filter((key) => !(key in standard));
  if (unknown.length) {
    throw new Error(`unknown in the configuration: ${unknown.map((key) => path + key).join(', ')}`);
  }
  return { ...standard, ...given };
}

// The parser's own message would quote what it read, secrets included.
function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    throw new Error('the configuration is not JSON');
  }
}

export function readSettings(json) {
  const settings = merge(defaults, parsed(json), '');
  return {
    ...settings,
    lifetimes: merge(defaults.lifetimes, settings.lifetimes, 'lifetimes.'),
    features: merge(defaults.features, settings.features, 'features.'),
    people: new Map([...people, ...settings.people].map((person) => [person.name, person])),
  };
}
