import { textSetting, wholeSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = {
  tokenSeconds: wholeSetting('TOKEN_SECONDS', 'Life of an access token', { fallback: 600 }),
  operatorSecret: textSetting('OPERATOR_SECRET', 'Secret of the client platform-operator, which registers all others; empty for none', { secret: true, fallback: '' }),
} as const;
export type IdentitySettings = ServiceSettingsOf<typeof settings>;
