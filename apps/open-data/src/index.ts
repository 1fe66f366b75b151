import type { ServiceDefinition } from '@gongshu/service-kit';
import { CreateOpenData20260102000000 } from './migrations/20260102T0000-create-open-data.js';
import { SafetyStops20260201000000 } from './migrations/20260201T0000-safety-stops.js';
import { settings } from './open-data.config.js';
import { OpenDataModule } from './open-data.module.js';

/** The open-data service: what the kit needs to run it. */
export const openDataService = {
  name: 'open-data',
  module: OpenDataModule,
  settings,
  migrations: [CreateOpenData20260102000000, SafetyStops20260201000000],
} satisfies ServiceDefinition;
