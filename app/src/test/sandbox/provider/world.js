// The sandbox's people and clients, as the gateway's policy and the workspace know them.

// What the gateway makes of each is in the comment. The password is `${name}-password`.
export const people = [
  // mapped by subject; may act as the service principal "etl"
  { name: 'alice', email: 'alice@acme.example', emailVerified: true, groups: ['data-science', 'data-engineers'] },
  // mapped by verified e-mail
  { name: 'bob', email: 'bob@acme.example', emailVerified: true, groups: ['data-science'] },
  // mapped to nobody
  { name: 'carol', email: 'carol@acme.example', emailVerified: true, groups: ['data-science'] },
  // disabled
  { name: 'dave', email: 'dave@acme.example', emailVerified: true, groups: ['data-science'] },
  // mapped, but in no group that may use the gateway
  { name: 'erin', email: 'erin@acme.example', emailVerified: true, groups: ['sales'] },
  // of an e-mail domain that this issuer may not assert
  { name: 'mallory', email: 'mallory@evil.example', emailVerified: true, groups: ['data-science'] },
];

export const passwordOf = ({ name }) => `${name}-password`;

export const displayNameOf = (name) => name[0].toUpperCase() + name.slice(1);

// How somebody has signed in, in the provider's own words.
export const WEAK = { acr: 'urn:lakegate:pwd', amr: ['pwd'] };
export const STRONG = { acr: 'urn:lakegate:mfa', amr: ['pwd', 'otp'] };

// The first is the gateway's audience; the second stands for any other API of the company.
export const resources = ['urn:lakegate:sandbox', 'urn:other:api'];

// Two, so that none is taken for granted in a request that names none; openid.js accepts any loopback address.
const redirects = ['http://127.0.0.1/', 'http://127.0.0.1/callback'];

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

function nativeClient(id, name, { deviceFlow }, authentication = { token_endpoint_auth_method: 'none' }) {
  return {
    client_id: id,
    client_name: name,
    application_type: 'native',
    ...authentication,
    grant_types: ['authorization_code', 'refresh_token', ...(deviceFlow ? [DEVICE_CODE] : [])],
    response_types: ['code'],
    redirect_uris: redirects,
    post_logout_redirect_uris: redirects,
  };
}

export const clients = (features) => [
  nativeClient('lakegate', 'Lakegate', features),
  nativeClient('other-app', 'Another application', features),
  // as Google's desktop clients are
  nativeClient('lakegate-with-secret', 'Lakegate', features, {
    token_endpoint_auth_method: 'client_secret_post',
    client_secret: 'secret-of-the-lakegate-client',
  }),
  {
    client_id: 'robot',
    client_secret: 'robot-secret',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
  },
];
