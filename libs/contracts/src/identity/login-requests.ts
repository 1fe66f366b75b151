import { roles, services } from '../permission.js';
import { InstantField, Nullable, Slug, Text, Texts, Whole } from '../fields.js';
import { defineRequest, post, put } from '../define-request.js';
import { Nothing } from '../page.js';

export class RegisterAccount {
  @Slug({ example: 'wang-wei-login', description: 'Name the person logs in with; a client’s name cannot be an account’s' }) readonly accountId!: string;
  @Slug() readonly organisationId!: string;
  @Slug({ description: 'Person in office, whose duties are the account’s roles' }) readonly personId!: string;
  @Text({ optional: true, description: 'The person’s subject at the external issuer, where the node has one: who logs in there has no password here' }) readonly externalSubject?: string;
}
export class AccountActivation {
  @Slug() readonly accountId!: string;
  @Slug() readonly organisationId!: string;
  @Slug() readonly personId!: string;
  @Nullable({ description: 'Given to the person, who sets a password with it, once. Shown once; only its hash is kept. Null for an account of the external issuer' }) readonly activationCode!: string | null;
  @InstantField({ nullable: true, description: 'When the code is void' }) readonly activateBefore!: string | null;
}
/** Registering an account again begins it anew: password, sessions and tokens end, and there is a new code. */
export const registerAccount = defineRequest({
  service: 'identity', name: 'register-account', kind: 'command', input: RegisterAccount, output: AccountActivation, permission: roles('OPERATOR'),
  http: put('/accounts/{accountId}'), summary: { zh: '登记工作人员的登录账号或重新发放激活码', en: 'Register a person’s account to log in with, or begin it anew with a new activation code' },
});

/** A web application must be reached by TLS; `http` only on the person’s own machine. No fragment, no credentials, no wildcard. */
const WEB_ADDRESS = /^(?:https:\/\/[^\s#@/?*]+|http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost)(?::\d{1,5})?)(?:\/[^\s#*]*)?$/;
export class RelyingParty {
  @Slug({ example: 'department-portal' }) readonly relyingPartyId!: string;
  @Text({ max: 100, example: '部门工作台', description: 'Shown to who logs in' }) readonly name!: string;
  @Texts({ min: 1, most: 10, max: 500, pattern: WEB_ADDRESS, description: 'Where answers may go, compared as they stand' }) readonly redirectUris!: string[];
  @Texts({ optional: true, most: 10, max: 500, pattern: WEB_ADDRESS, description: 'Where a person may be sent after logging out' }) readonly postLogoutRedirectUris?: string[];
}
export const registerRelyingParty = defineRequest({
  service: 'identity', name: 'register-relying-party', kind: 'command', input: RelyingParty, output: RelyingParty, permission: roles('OPERATOR'),
  http: put('/relying-parties/{relyingPartyId}'), summary: { zh: '登记使用统一登录的应用', en: 'Register an application that people log in to' },
});

export class SigningKeyRotation {
  @Text({ description: 'The new key, published now' }) readonly keyId!: string;
  @InstantField({ description: 'From when on it signs' }) readonly signsFrom!: string;
  @Text({ description: 'The key that signs until then' }) readonly formerKeyId!: string;
  @InstantField({ description: 'Until when the former key is published, because its last token may be about' }) readonly formerPublishedUntil!: string;
}
export const rotateSigningKeys = defineRequest({
  service: 'identity', name: 'rotate-signing-keys', kind: 'command', input: Nothing, output: SigningKeyRotation, permission: roles('OPERATOR'),
  http: post('/signing-keys/rotation', { status: 200 }), summary: { zh: '轮换令牌签名密钥', en: 'Rotate the key that signs tokens; no token stops being valid' },
});

export class RotateClientSecret {
  @Slug() readonly clientId!: string;
  @Whole({ optional: true, min: 0, max: 604_800, description: 'Seconds for which the former secret stays valid too; a day when absent, 0 ends it at once' }) readonly overlapSeconds?: number;
}
export class RotatedClientSecret {
  @Slug() readonly clientId!: string;
  @Text({ description: 'Shown once; only its hash is kept' }) readonly clientSecret!: string;
  @InstantField({ nullable: true, description: 'When the former secret ends; null when it has ended' }) readonly formerValidUntil!: string | null;
}
export const rotateClientSecret = defineRequest({
  service: 'identity', name: 'rotate-client-secret', kind: 'command', input: RotateClientSecret, output: RotatedClientSecret, permission: roles('OPERATOR'),
  http: post('/clients/{clientId}/secret-rotation', { status: 200 }), summary: { zh: '轮换客户端密钥,新旧密钥并行一段时间', en: 'Give a client a new secret while the former one stays valid for a time' },
});

export class FindTokenHolder {
  @Text({ description: 'External issuer' }) readonly issuer!: string;
  @Text({ description: 'Subject of its token' }) readonly subject!: string;
}
/** Who the subject of an external issuer's token is here. */
export class TokenHolder {
  @Slug() readonly clientId!: string;
  @Slug() readonly organisationId!: string;
  @Text() readonly organisation!: string;
  @Text() readonly division!: string;
  @Text() readonly level!: string;
  @Texts() readonly roles!: string[];
  @Whole({ min: 0, max: 2_000_000_000 }) readonly generation!: number;
  @InstantField({ description: 'When it must be asked again' }) readonly until!: string;
}
export const findTokenHolder = defineRequest({
  service: 'identity', name: 'find-token-holder', kind: 'query', input: FindTokenHolder, output: TokenHolder,
  permission: services('catalogue', 'sharing', 'exchange', 'open-data', 'quality-dispute', 'audit', 'federation', 'law'),
  summary: { zh: '外部身份对应的本节点账号', en: 'Account of this node that belongs to an external subject' },
});
