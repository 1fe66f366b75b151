import { anyone, roles, services } from '../permission.js';
import { ROLES } from '../role.js';
import { Choice, Choices, DayField, Division, Flag, InstantField, JsonField, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, post, put } from '../define-request.js';
import { Nothing } from '../page.js';

export * from './compliance-requests.js';
export * from './login-requests.js';
export * from './organisation-requests.js';
export * from './staff-requests.js';

export class IssueToken {
  @Text({ description: 'OAuth2 grant type; only client_credentials', example: 'client_credentials' }) readonly grant_type!: string;
  @Text({ optional: true, max: 64 }) readonly client_id?: string;
  @Text({ optional: true }) readonly client_secret?: string;
  @Text({ optional: true, max: 100, description: 'Only urn:ietf:params:oauth:client-assertion-type:jwt-bearer (RFC 7523)' }) readonly client_assertion_type?: string;
  @Text({ optional: true, max: 4000, description: 'Instead of a secret: a JWT signed with the client’s registered key; iss and sub are the client, aud is the node’s issuer, exp within five minutes, jti never used before' }) readonly client_assertion?: string;
  @Text({ optional: true, unpublished: true, description: 'Basic credentials of the Authorization header', max: 400 }) readonly basic?: string;
  @Text({ optional: true, unpublished: true, description: 'Whence the call comes, an IPv4 address or an IPv6 /64: wrong credentials are counted for it', max: 64 }) readonly address?: string;
}
export class IssuedToken {
  @Text({ max: 8000 }) readonly access_token!: string;
  @Text() readonly token_type!: string;
  @Whole({ min: 1, max: 3600 }) readonly expires_in!: number;
}
export const issueToken = defineRequest({
  service: 'identity', name: 'issue-token', kind: 'query', input: IssueToken, output: IssuedToken, permission: anyone(),
  http: post('/token', { status: 200, body: 'form', onPublicListener: false }),
  summary: { zh: '以客户端凭据换取访问令牌', en: 'Exchange client credentials for an access token' },
});

/** How tokens of an issuer outside the platform are read: they say who somebody is and nothing else that counts here. */
export class ExternalTokens {
  @Text({ description: 'Audience its tokens must name' }) readonly audience!: string;
  @Text({ description: 'Claim that says who it is' }) readonly subjectClaim!: string;
}
/** A node whose tokens are accepted, and for which territory; or the external issuer of this node's people. */
export class TokenIssuer {
  @Text() readonly issuer!: string;
  @Division() readonly node!: string;
  @Division({ description: 'Only organisations within this division are accepted from the issuer' }) readonly territory!: string;
  @JsonField({ description: 'JSON Web Key Set' }) readonly keys!: { keys: Record<string, unknown>[] };
  @Part(() => ExternalTokens, { optional: true }) readonly external?: ExternalTokens;
}
/** Tokens of a client below the generation no longer hold, though they have not expired. */
export class EndedTokens {
  @Division({ description: 'Node that issued them' }) readonly node!: string;
  @Slug() readonly clientId!: string;
  @Whole({ min: 1, max: 2_000_000_000 }) readonly generation!: number;
  @InstantField({ description: 'When the last of them would have expired' }) readonly until!: string;
}
export class TokenIssuers {
  @Parts(() => TokenIssuer) readonly issuers!: TokenIssuer[];
  @Parts(() => EndedTokens, { optional: true, most: 10_000 }) readonly ended?: EndedTokens[];
}
export const getTokenIssuers = defineRequest({
  service: 'identity', name: 'get-token-issuers', kind: 'query', input: Nothing, output: TokenIssuers,
  permission: services('gateway', 'access-gateway', 'catalogue', 'sharing', 'exchange', 'open-data', 'quality-dispute', 'audit', 'federation', 'law'),
  summary: { zh: '本节点认可的令牌签发方', en: 'Token issuers this node accepts' },
});

export const CLIENT_KINDS = ['ORDINARY', 'CONTRACTOR'] as const;
/** What a contractor's scope may name: a request as `service.name`, or one of these for data calls. */
export const DATA_SCOPES = ['data.rows', 'data.file', 'data.upload'] as const;
export class RegisterClient {
  @Slug({ example: 'natural-resources-compiler' }) readonly clientId!: string;
  @Slug() readonly organisationId!: string;
  @Choices(ROLES) readonly roles!: string[];
  @Slug({ optional: true, description: 'Person of the organisation who uses the client: it has the roles of the person’s duties, for as long as they last' }) readonly personId?: string;
  @Choice(CLIENT_KINDS, { optional: true, description: 'ORDINARY when absent' }) readonly kind?: string;
  @Texts({ optional: true, min: 1, most: 50, pattern: /^[a-z-]+\.[a-z-]+$/, description: 'A contractor’s only requests, as service.name, and data.rows, data.file or data.upload for data calls' }) readonly scope?: string[];
  @DayField({ optional: true, description: 'A contractor’s last day' }) readonly expiresOn?: string;
}
export class ClientCredentials {
  @Slug() readonly clientId!: string;
  @Text({ description: 'Shown once; only its hash is kept' }) readonly clientSecret!: string;
  @Slug() readonly organisationId!: string;
  @Texts() readonly roles!: string[];
}
/** Registering a client again gives it a new secret and ends the old one: the way to rotate. */
export const registerClient = defineRequest({
  service: 'identity', name: 'register-client', kind: 'command', input: RegisterClient, output: ClientCredentials, permission: roles('OPERATOR'),
  http: put('/clients/{clientId}'), summary: { zh: '登记客户端或更换其密钥', en: 'Register a client, or rotate its secret' },
});
export class RevokeClient {
  @Slug() readonly clientId!: string;
}
export class ClientState {
  @Slug() readonly clientId!: string;
  @Flag() readonly active!: boolean;
}
export const revokeClient = defineRequest({
  service: 'identity', name: 'revoke-client', kind: 'command', input: RevokeClient, output: ClientState, permission: roles('OPERATOR'),
  http: post('/clients/{clientId}/revocation', { status: 200 }), summary: { zh: '停用客户端', en: 'Revoke a client' },
});
