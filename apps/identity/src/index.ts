import type { ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './identity.config.js';
import { IdentityModule } from './identity.module.js';
import { CreateIdentity20260102000000 } from './migrations/20260102T0000-create-identity.js';
import { PeopleAndPlaces20260106000000 } from './migrations/20260106T0000-people-and-places.js';
import { TrustedIssuers } from './token-issuer/trusted-issuers.js';

/** The identity service: what the kit needs to run it. */
export const identityService = {
  name: 'identity',
  module: IdentityModule,
  settings,
  tables: [],
  migrations: [CreateIdentity20260102000000, PeopleAndPlaces20260106000000],
  tokenIssuers: (unitOfWork, node, clock) => new TrustedIssuers(unitOfWork, node, clock),
} satisfies ServiceDefinition;
