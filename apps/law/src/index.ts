import { CreateCalendarYears20260103000000, type ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './law.config.js';
import { LawModule } from './law.module.js';
import { CreateWorkItems20260110000000 } from './migrations/20260110T0000-create-work-items.js';

/** The law service: what the kit needs to run it. */
export const lawService = { name: 'law', module: LawModule, settings, migrations: [CreateCalendarYears20260103000000, CreateWorkItems20260110000000] } satisfies ServiceDefinition;
