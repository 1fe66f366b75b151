import { anyone, roles, services } from '../permission.js';
import { LEVELS, ROLES } from '../role.js';
import { Choice, Choices, Division, Flag, JsonField, Nullable, Part, Parts, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, get, post, put } from '../define-request.js';
import { Nothing, PageQuery } from '../page.js';
import { LegalBasis } from '../step.js';

export class IssueToken {
  @Text({ description: 'OAuth2 grant type; only client_credentials', example: 'client_credentials' }) readonly grant_type!: string;
  @Text({ optional: true, max: 64 }) readonly client_id?: string;
  @Text({ optional: true }) readonly client_secret?: string;
  @Text({ optional: true, description: 'Basic credentials of the Authorization header, filled in by the gateway', max: 400 }) readonly basic?: string;
}
export class IssuedToken {
  @Text() readonly access_token!: string;
  @Text() readonly token_type!: string;
  @Whole({ min: 1, max: 3600 }) readonly expires_in!: number;
}
export const issueToken = defineRequest({
  service: 'identity', name: 'issue-token', kind: 'query', input: IssueToken, output: IssuedToken, permission: anyone(),
  http: post('/token', { status: 200, body: 'form', onPublicListener: false }),
  summary: { zh: '以客户端凭据换取访问令牌', en: 'Exchange client credentials for an access token' },
});

/** A node whose tokens are accepted, and for which territory. */
export class TokenIssuer {
  @Text() readonly issuer!: string;
  @Division() readonly node!: string;
  @Division({ description: 'Only organisations within this division are accepted from the issuer' }) readonly territory!: string;
  @JsonField({ description: 'JSON Web Key Set' }) readonly keys!: { keys: Record<string, unknown>[] };
}
export class TokenIssuers {
  @Parts(() => TokenIssuer) readonly issuers!: TokenIssuer[];
}
export const getTokenIssuers = defineRequest({
  service: 'identity', name: 'get-token-issuers', kind: 'query', input: Nothing, output: TokenIssuers,
  permission: services('gateway', 'access-gateway', 'catalogue', 'sharing', 'exchange', 'open-data', 'quality-dispute', 'audit', 'federation', 'law'),
  summary: { zh: '本节点认可的令牌签发方', en: 'Token issuers this node accepts' },
});

export class Organisation {
  @Slug({ example: '130000-natural-resources' }) readonly id!: string;
  @Text({ example: '河北省自然资源厅' }) readonly name!: string;
  @Choice(LEVELS) readonly level!: string;
  @Division() readonly division!: string;
  @Text({ description: 'Unified social credit code, GB 32100-2015', min: 18, max: 18 }) readonly uscc!: string;
  @Choice(['DEPARTMENT', 'PUBLIC_BODY', 'DATA_AUTHORITY', 'PLATFORM']) readonly kind!: string;
  @Part(() => LegalBasis, { optional: true, description: 'Law or regulation that authorises a public body' }) readonly authorisingBasis?: LegalBasis;
}
export const registerOrganisation = defineRequest({
  service: 'identity', name: 'register-organisation', kind: 'command', input: Organisation, output: Organisation, permission: roles('OPERATOR', 'DATA_AUTHORITY'),
  http: put('/organisations/{id}'), summary: { zh: '登记或更新机构', en: 'Register or update an organisation' },
});
export class OrganisationPage {
  @Parts(() => Organisation) readonly items!: Organisation[];
  @Nullable() readonly nextCursor!: string | null;
}
export const findOrganisations = defineRequest({
  service: 'identity', name: 'find-organisations', kind: 'query', input: PageQuery, output: OrganisationPage, permission: roles(...ROLES),
  http: get('/organisations'), summary: { zh: '查询机构', en: 'List organisations' },
});

export class RegisterClient {
  @Slug({ example: 'natural-resources-compiler' }) readonly clientId!: string;
  @Slug() readonly organisationId!: string;
  @Choices(ROLES) readonly roles!: string[];
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
