import type { ServiceDefinition } from '@gongshu/service-kit';
import { CreateSharing20260102000000 } from './migrations/20260102T0000-create-sharing.js';
import { settings } from './sharing.config.js';
import { SharingModule } from './sharing.module.js';

/** The sharing service: what the kit needs to run it. */
export const sharingService = {
  name: 'sharing',
  module: SharingModule,
  settings,
  tables: [],
  migrations: [CreateSharing20260102000000],
} satisfies ServiceDefinition;
