import type { ServiceDefinition } from '@gongshu/service-kit';
import { composeTrustedIssuers } from './compose-trusted-issuers.js';
import { settings } from './identity.config.js';
import { IdentityModule } from './identity.module.js';
import { CreateIdentity20260102000000 } from './migrations/20260102T0000-create-identity.js';
import { PeopleAndPlaces20260106000000 } from './migrations/20260106T0000-people-and-places.js';
import { LogIn20260107000000 } from './migrations/20260107T0000-log-in.js';
import { ClientProof20260225000000 } from './migrations/20260225T0000-client-proof.js';
import { ClientSource20260302090000 } from './migrations/20260302T0900-client-source.js';

export { LoginDoor } from './login/login-door.js';

/** The identity service: what the kit needs to run it. */
export const identityService = {
  name: 'identity',
  module: IdentityModule,
  settings,
  migrations: [CreateIdentity20260102000000, PeopleAndPlaces20260106000000, LogIn20260107000000, ClientProof20260225000000, ClientSource20260302090000],
  tokenIssuers: composeTrustedIssuers,
} satisfies ServiceDefinition<typeof settings>;
