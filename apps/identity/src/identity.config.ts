import { textSetting, wholeSetting, type ServiceDefinition, type ServiceSettingsOf } from '@gongshu/service-kit';
import { IdentityModule } from './identity.module.js';
import { CreateIdentity20260102000000 } from './migrations/20260102T0000-create-identity.js';
import { TrustedIssuers } from './token-issuer/trusted-issuers.js';

const settings = {
  tokenSeconds: wholeSetting('TOKEN_SECONDS', 'Life of an access token', { fallback: 600 }),
  operatorSecret: textSetting('OPERATOR_SECRET', 'Secret of the client platform-operator, which registers all others; empty for none', { secret: true, fallback: '' }),
} as const;
export type IdentitySettings = ServiceSettingsOf<typeof settings>;

export const identityService = {
  name: 'identity',
  module: IdentityModule,
  settings,
  tables: [],
  migrations: [CreateIdentity20260102000000],
  tokenIssuers: (unitOfWork, node, clock) => new TrustedIssuers(unitOfWork, node, clock),
} satisfies ServiceDefinition;
