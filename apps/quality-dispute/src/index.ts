import { CreateCalendarYears20260103000000, type ServiceDefinition } from '@gongshu/service-kit';
import { CreateQualityDispute20260102000000 } from './migrations/20260102T0000-create-quality-dispute.js';
import { QualityDisputeModule } from './quality-dispute.module.js';

/** The quality-dispute service: what the kit needs to run it. */
export const qualityDisputeService = {
  name: 'quality-dispute',
  module: QualityDisputeModule,
  settings: {},
  migrations: [CreateQualityDispute20260102000000, CreateCalendarYears20260103000000],
} satisfies ServiceDefinition;
