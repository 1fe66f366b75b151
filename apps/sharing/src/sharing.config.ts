import type { ServiceDefinition } from '@gongshu/service-kit';
import { CreateSharing20260102000000 } from './migrations/20260102T0000-create-sharing.js';
import { sharingSettings } from './sharing-settings.js';
import { SharingModule } from './sharing.module.js';

export const sharingService = {
  name: 'sharing',
  module: SharingModule,
  settings: sharingSettings,
  tables: [],
  migrations: [CreateSharing20260102000000],
} satisfies ServiceDefinition;
