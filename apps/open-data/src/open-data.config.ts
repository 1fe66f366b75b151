import type { ServiceDefinition } from '@gongshu/service-kit';
import { CreateOpenData20260102000000 } from './migrations/20260102T0000-create-open-data.js';
import { openDataSettings } from './open-data-settings.js';
import { OpenDataModule } from './open-data.module.js';

export const openDataService = {
  name: 'open-data',
  module: OpenDataModule,
  settings: openDataSettings,
  tables: [],
  migrations: [CreateOpenData20260102000000],
} satisfies ServiceDefinition;
