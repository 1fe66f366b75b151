import type { ServiceDefinition } from '@gongshu/service-kit';
import { federationSettings } from './federation-settings.js';
import { FederationModule } from './federation.module.js';
import { CreateFederation20260102000000 } from './migrations/20260102T0000-create-federation.js';

export const federationService = {
  name: 'federation',
  module: FederationModule,
  settings: federationSettings,
  tables: [],
  migrations: [CreateFederation20260102000000],
} satisfies ServiceDefinition;
