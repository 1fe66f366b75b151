import { CreateCalendarYears20260103000000, type ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './law.config.js';
import { LawModule } from './law.module.js';

/** The law service: what the kit needs to run it. */
export const lawService = { name: 'law', module: LawModule, settings, tables: [], migrations: [CreateCalendarYears20260103000000] } satisfies ServiceDefinition;
