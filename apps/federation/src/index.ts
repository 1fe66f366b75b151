import type { ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './federation.config.js';
import { FederationModule } from './federation.module.js';
import { CreateFederation20260102000000 } from './migrations/20260102T0000-create-federation.js';
import { NodesFurtherAway20260303090000 } from './migrations/20260303T0900-nodes-further-away.js';

/** The federation service: what the kit needs to run it. */
export const federationService = {
  name: 'federation',
  module: FederationModule,
  settings,
  migrations: [CreateFederation20260102000000, NodesFurtherAway20260303090000],
} satisfies ServiceDefinition;
