import { textSetting, wholeSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = {
  tokenSeconds: wholeSetting('TOKEN_SECONDS', 'Life of an access token', { fallback: 600 }),
  keyLeadSeconds: wholeSetting('KEY_LEAD_SECONDS', 'How long a new signing key is published before it signs; longer than any verifier keeps the keys it knows', { fallback: 120 }),
  operatorSecret: textSetting('OPERATOR_SECRET', 'Secret of the client platform-operator, which registers all others; empty for none', { secret: true, fallback: '' }),
  loginIssuer: textSetting('LOGIN_ISSUER', 'Address of the login as people’s browsers reach it: the gateway’s with /oidc; empty for no login of its own', { fallback: '' }),
  loginHost: textSetting('LOGIN_HOST', 'Address of the login listener, which only the gateway needs to reach', { fallback: '127.0.0.1' }),
  loginPort: wholeSetting('LOGIN_PORT', 'Port of the login listener; 0 for any free one', { fallback: 0 }),
  externalIssuer: textSetting('OIDC_ISSUER', 'OpenID Connect issuer outside the platform whose tokens say who a person is; empty for none', { fallback: '' }),
  externalAudience: textSetting('OIDC_AUDIENCE', 'Audience that tokens of the external issuer must name', { fallback: '' }),
  externalSubjectClaim: textSetting('OIDC_SUBJECT_CLAIM', 'Claim of the external token that names the person, as accounts are registered with it', { fallback: 'sub' }),
} as const;
export type IdentitySettings = ServiceSettingsOf<typeof settings>;

/** Path of the login below the gateway's address. */
export const LOGIN_PATH = '/oidc';

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, search, hash, username } = new URL(text);
  return search === '' && hash === '' && username === '' && (protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)));
}

/** @throws Error naming what does not fit together */
export function checkSettings({ loginIssuer, externalIssuer, externalAudience, keyLeadSeconds, tokenSeconds }: IdentitySettings): void {
  if (loginIssuer !== '' && !(isSafeUrl(loginIssuer) && new URL(loginIssuer).pathname === LOGIN_PATH)) {
    throw new Error(`Settings: LOGIN_ISSUER must be an https address (http on this machine) that ends in ${LOGIN_PATH}`);
  }
  if (externalIssuer !== '' && !isSafeUrl(externalIssuer)) throw new Error('Settings: OIDC_ISSUER must be an https address (http on this machine)');
  if ((externalIssuer === '') !== (externalAudience === '')) throw new Error('Settings: OIDC_ISSUER and OIDC_AUDIENCE go together');
  if (keyLeadSeconds < 0 || tokenSeconds < 1) throw new Error('Settings: KEY_LEAD_SECONDS and TOKEN_SECONDS must not be negative');
}
