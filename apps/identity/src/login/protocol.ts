import { errors, interactionPolicy, Provider, type Adapter, type AdapterPayload, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { issuerOf, TOKEN_ALGORITHM, TOKEN_AUDIENCE, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { tokenClaims, type Holder } from '../client/token-claims.js';
import { LOGIN_PATH } from '../identity.config.js';
import type { SigningKey } from '../token-issuer/signing-keys.js';
import { SESSION_SECONDS, type LoginRecords } from './login-records.js';
import { logoutPage, messagePage, sendKoa } from './pages.js';
import { personClaims } from './person-claims.js';

/** The platform's API as a resource (RFC 8707): every access token is for it. */
const RESOURCE = 'urn:gongshu:api';
const SCOPES = ['openid', 'profile'];
const CODE_SECONDS = 60;
const INTERACTION_SECONDS = 900;

export interface ProtocolParts {
  readonly issuer: string;
  /** The one that signs is the first. */
  readonly keys: readonly SigningKey[];
  readonly cookieKey: string;
  readonly tokenSeconds: number;
  readonly records: LoginRecords;
  readonly node: NodeIdentity;
  readonly clock: Clock;
  /** Who an account is now; null for nobody who may act. */
  holder(accountId: string): Promise<Holder | null>;
  onFailure(error: Error): void;
}

/** OpenID Connect for people: authorization code with PKCE, rotating refresh tokens that end with the session, JWT access tokens as every service verifies them. */
export function createProtocol(parts: ProtocolParts): Provider {
  const provider = new Provider(parts.issuer, configurationOf(parts));
  // The listener states itself where people reach it.
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => parts.onFailure(error));
  return provider;
}

function configurationOf({ issuer, keys, cookieKey, tokenSeconds, records, node, clock, holder }: ProtocolParts): Configuration {
  const cookie = { httpOnly: true, sameSite: 'lax', signed: true, path: LOGIN_PATH, overwrite: true } as const;
  return {
    adapter: (model) => adapterOf(records, model),
    jwks: { keys: keys.map(({ privateKey, publicJwk }) => ({ ...privateKey.export({ format: 'jwk' }), ...publicJwk })) as never },
    scopes: SCOPES,
    claims: { openid: ['sub'], profile: ['preferred_username', 'organisation', 'organisation_name', 'division', 'roles'] },
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    clientDefaults: { id_token_signed_response_alg: TOKEN_ALGORITHM },
    enabledJWA: { idTokenSigningAlgValues: [TOKEN_ALGORITHM] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: [cookieKey], long: cookie, short: { ...cookie } },
    discovery: { userinfo_endpoint: `${issuer}/userinfo` },
    features: {
      devInteractions: { enabled: false },
      // Access tokens are JWTs for the API; userinfo reads them itself.
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => sendKoa(ctx, logoutPage(languageOfKoa(ctx), form, afterLogout(ctx))),
        postLogoutSuccessSource: (ctx) => sendKoa(ctx, messagePage(languageOfKoa(ctx), 'loggedOut')),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          const [signing] = keys;
          return { scope: '', audience: TOKEN_AUDIENCE, accessTokenTTL: tokenSeconds, accessTokenFormat: 'jwt', jwt: { sign: { alg: TOKEN_ALGORITHM, ...(signing === undefined ? {} : { kid: signing.kid }) } } };
        },
      },
    },
    ttl: {
      AccessToken: tokenSeconds,
      AuthorizationCode: CODE_SECONDS,
      IdToken: tokenSeconds,
      RefreshToken: SESSION_SECONDS,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
      Interaction: INTERACTION_SECONDS,
    },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    expiresWithSession: () => true,
    findAccount: async (_ctx, accountId) => {
      const found = await holder(accountId);
      return found === null ? undefined : { accountId, claims: () => personClaims(found) };
    },
    extraTokenClaims: async (_ctx, token) => {
      const found = token.kind === 'AccessToken' ? await holder(token.accountId) : null;
      if (found === null) throw new errors.InvalidGrant('the account may not act any more');
      return tokenClaims(found);
    },
    formats: {
      customizers: {
        // Every service and every neighbour knows the node's tokens by this issuer, whoever they were given to; and time is the platform's clock.
        jwt: (_ctx, _token, { payload }) => {
          const now = Math.floor(clock.now() / 1000);
          Object.assign(payload, { iss: issuerOf(node.code), iat: now, exp: now + tokenSeconds });
          // The scope of a token of ours is a contractor's list of acts; OAuth2's says nothing more than its audience.
          delete payload['scope'];
        },
      },
    },
    // Applications are the platform's own, registered by its operator: logging in is the consent.
    loadExistingGrant: async ({ oidc }) => {
      const { client, session, provider } = oidc;
      const known = client === undefined ? undefined : session?.grantIdFor(client.clientId);
      const found = known === undefined ? undefined : await provider.Grant.find(known);
      if (found !== undefined || client === undefined || session?.accountId === undefined) return found;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
    interactions: { policy: loginPolicy(), url: (_ctx, { uid }) => `${LOGIN_PATH}/interaction/${uid}` },
    renderError: (ctx, { error, error_description: description }) => sendKoa(ctx, messagePage(languageOfKoa(ctx), 'refused', `${error}${description === undefined ? '' : `: ${description}`}`)),
  };
}

/** A session whose account may not act any more is none: the person is asked who it is. */
function loginPolicy(): interactionPolicy.DefaultPolicy {
  const { Check } = interactionPolicy;
  const policy = interactionPolicy.base();
  const gone = new Check('account_gone', 'the account may not act any more', ({ oidc }) => oidc.session?.accountId !== undefined && oidc.account === undefined && oidc.result?.login === undefined);
  policy.get('login')?.checks.add(gone);
  return policy;
}

function languageOfKoa(ctx: KoaContextWithOIDC): 'zh' | 'en' {
  return ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
}

/** Where the person is sent after logging out, by whose leave the browser lets the form go there. */
function afterLogout(ctx: KoaContextWithOIDC): string | undefined {
  const uri: unknown = (ctx.oidc.session?.state as { postLogoutRedirectUri?: unknown } | undefined)?.postLogoutRedirectUri;
  return typeof uri === 'string' ? uri : undefined;
}

function adapterOf(records: LoginRecords, model: string): Adapter {
  const found = async (payload: Promise<Record<string, unknown> | undefined>): Promise<AdapterPayload | undefined> => payload as Promise<AdapterPayload | undefined>;
  return {
    upsert: (id, payload, expiresIn) => records.save(model, id, { ...payload }, expiresIn ?? SESSION_SECONDS),
    find: (id) => found(model === 'Client' ? records.relyingParty(id) : records.find(model, id)),
    findByUid: (uid) => found(records.findByUid(model, uid)),
    findByUserCode: () => Promise.resolve(undefined),
    consume: async (id) => {
      if (!(await records.consume(model, id))) throw new errors.InvalidGrant('used already');
    },
    destroy: (id) => records.remove(model, id),
    // The library asks this of every kind of token, of access tokens always: one answer ends them all.
    revokeByGrantId: (grantId) => (model === 'AccessToken' ? records.endGrant(grantId) : Promise.resolve()),
  };
}
