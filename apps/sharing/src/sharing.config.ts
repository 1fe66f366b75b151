import { ticketSettings, type ServiceDefinition, type ServiceSettingsOf } from '@gongshu/service-kit';
import { CreateSharing20260102000000 } from './migrations/20260102T0000-create-sharing.js';
import { SharingModule } from './sharing.module.js';

export type SharingSettings = ServiceSettingsOf<typeof ticketSettings>;

export const sharingService = {
  name: 'sharing',
  module: SharingModule,
  settings: ticketSettings,
  tables: [],
  migrations: [CreateSharing20260102000000],
} satisfies ServiceDefinition;
