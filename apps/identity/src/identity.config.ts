import type { ServiceDefinition } from '@gongshu/service-kit';
import { identitySettings } from './identity-settings.js';
import { IdentityModule } from './identity.module.js';
import { CreateIdentity20260102000000 } from './migrations/20260102T0000-create-identity.js';
import { TrustedIssuers } from './token-issuer/trusted-issuers.js';

export const identityService = {
  name: 'identity',
  module: IdentityModule,
  settings: identitySettings,
  tables: [],
  migrations: [CreateIdentity20260102000000],
  tokenIssuers: (unitOfWork, node, clock) => new TrustedIssuers(unitOfWork, node, clock),
} satisfies ServiceDefinition;
