// How the library is set up: what the sandbox's world asks for, and what a configuration switches off or bends.
import Provider, { errors, interactionPolicy } from 'oidc-provider';

import * as pages from './pages.js';
import { STRONG, WEAK, clients, displayNameOf, resources } from './world.js';

const DAYS_14 = 14 * 24 * 3600;

export function openIdProvider({ issuer, settings, keys, memory, cookieKeys }) {
  const { features, lifetimes, people } = settings;

  const provider = new Provider(issuer, {
    adapter: (kind) => memory.adapter(kind),
    clients: clients(features),
    cookies: { keys: cookieKeys },
    jwks: keys.jwks,
    responseTypes: ['code'],
    extraParams: ['audience'],
    pkce: { required: () => true },
    rotateRefreshToken: features.rotation,
    issueRefreshToken: async (ctx, client, { scopes }) =>
      features.refreshTokens && client.grantTypeAllowed('refresh_token') && scopes.has('offline_access'),
    clientBasedCORS: () => false,
    renderError: pages.failure,
    loadExistingGrant: everythingAsked,

    findAccount: async (ctx, sub) =>
      people.has(sub) ? { accountId: sub, claims: async () => claimsOf(people.get(sub)) } : undefined,
    acrValues: features.stepUp ? [WEAK.acr, STRONG.acr] : [],
    interactions: { policy: features.stepUp ? askingForStrength() : interactionPolicy.base() },
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'groups'] },
    // The ID token carries what was asked for, for gateways that are shown the ID token.
    conformIdTokenClaims: false,
    extraTokenClaims: async (ctx, { accountId }) => {
      if (!accountId) return undefined;
      const { email, email_verified, groups } = claimsOf(people.get(accountId));
      const { AuthorizationCode, DeviceCode, RefreshToken } = ctx.oidc.entities;
      const { acr, amr, authTime } = RefreshToken ?? AuthorizationCode ?? DeviceCode ?? {};
      return { email, email_verified, groups, acr, amr, auth_time: authTime };
    },

    ttl: {
      AccessToken: lifetimes.accessToken,
      ClientCredentials: lifetimes.accessToken,
      IdToken: lifetimes.idToken,
      RefreshToken: lifetimes.refreshToken,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Interaction: 3600,
      Session: DAYS_14,
      Grant: DAYS_14,
    },

    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      pushedAuthorizationRequests: { enabled: features.pushedAuthorizationRequests },
      revocation: {
        enabled: features.revocation,
        allowedPolicy: async (ctx, client, token) => client.clientId === token.clientId,
      },
      rpInitiatedLogout: {
        enabled: features.endSession,
        logoutSource: pages.signOut,
        postLogoutSuccessSource: pages.signedOut,
      },
      deviceFlow: {
        enabled: features.deviceFlow,
        userCodeInputSource: pages.deviceCode,
        userCodeConfirmSource: pages.deviceConfirmation,
        successSource: pages.deviceDone,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (ctx, client, granted) => granted ?? audienceOf(ctx.oidc.params, settings.audienceBy),
        // As companies' providers do: a token request that names no resource gets the one signed in for.
        useGrantedResource: async () => true,
        getResourceServerInfo: async (ctx, resource) => {
          if (!resources.includes(resource)) throw new errors.InvalidTarget();
          return { scope: 'lakegate', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
        },
      },
    },
  });

  allowAnyLoopbackPath(provider);
  grantOfflineAccessWithoutPrompt(provider);
  provider.use(bend(settings));
  provider.on('server_error', (ctx, error) => console.error(error));
  return provider;
}

function claimsOf({ name, email, emailVerified, groups }) {
  return { sub: name, name: displayNameOf(name), preferred_username: name, email, email_verified: emailVerified, groups };
}

function audienceOf({ audience, scope }, audienceBy) {
  switch (audienceBy) {
    case 'audience':
      return audience;
    case 'scope':
      return scope?.split(' ').includes('lakegate') ? resources[0] : undefined;
    default:
      return undefined;
  }
}

// The clients are the company's own: nobody is asked for consent.
async function everythingAsked(ctx) {
  const { client, params, provider, resourceServers, session } = ctx.oidc;
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(params.scope ?? '');
  for (const [resource, { scope }] of Object.entries(resourceServers)) {
    grant.addResourceScope(resource, scope);
  }
  await grant.save();
  return grant;
}

// The library heeds acr_values only where claims make one essential: whoever is signed in weakly signs in anew.
function askingForStrength() {
  const policy = interactionPolicy.base();
  policy.get('login').checks.add(
    new interactionPolicy.Check('acr_values', 'a stronger sign-in is required', ({ oidc }) => {
      const asked = oidc.params.acr_values?.split(' ') ?? [];
      return asked.length > 0 && !asked.includes(oidc.acr) && !oidc.result?.login;
    }),
  );
  return policy;
}

// The library compares a loopback redirect by its path (RFC 8252 §7.3 frees the port only); an application
// that tells its issuers apart by the path needs more of them than can be listed here.
function allowAnyLoopbackPath({ Client }) {
  const loopback = (uri) => {
    const { protocol, hostname } = URL.parse(uri) ?? {};
    return protocol === 'http:' && hostname === '127.0.0.1';
  };
  Client.prototype.redirectUriAllowed = loopback;
  Client.prototype.postLogoutRedirectUriAllowed = loopback;
}

// The library drops offline_access from a request without prompt=consent, as OpenID Connect Core §11 has it;
// companies' providers do not.
function grantOfflineAccessWithoutPrompt({ OIDCContext }) {
  Object.defineProperty(OIDCContext.prototype, 'prompts', {
    get() {
      const prompts = new Set(this.params.prompt?.split(' '));
      if (!prompts.has('none') && this.params.scope?.split(' ').includes('offline_access')) prompts.add('consent');
      return prompts;
    },
  });
}

const bend = ({ features, wrongIssuer }) => async (ctx, next) => {
  await next();
  const route = ctx.oidc?.route;
  if (route === 'discovery') {
    if (wrongIssuer) ctx.body.issuer = 'https://login.elsewhere.example';
    if (!features.issuerInResponse) delete ctx.body.authorization_response_iss_parameter_supported;
  }
  if ((route === 'authorization' || route === 'resume') && !features.issuerInResponse && ctx.response.get('Location')) {
    const location = new URL(ctx.response.get('Location'), ctx.href);
    location.searchParams.delete('iss');
    ctx.redirect(location.href);
  }
};
