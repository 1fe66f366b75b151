import { ticketSettings, type ServiceDefinition, type ServiceSettingsOf } from '@gongshu/service-kit';
import { CreateOpenData20260102000000 } from './migrations/20260102T0000-create-open-data.js';
import { OpenDataModule } from './open-data.module.js';

export type OpenDataSettings = ServiceSettingsOf<typeof ticketSettings>;

export const openDataService = {
  name: 'open-data',
  module: OpenDataModule,
  settings: ticketSettings,
  tables: [],
  migrations: [CreateOpenData20260102000000],
} satisfies ServiceDefinition;
