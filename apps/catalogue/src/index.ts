import { CreateCalendarYears20260103000000, type ServiceDefinition } from '@gongshu/service-kit';
import { CatalogueModule } from './catalogue.module.js';
import { CreateCatalogue20260102000000 } from './migrations/20260102T0000-create-catalogue.js';

/** The catalogue service: what the kit needs to run it. */
export const catalogueService = {
  name: 'catalogue',
  module: CatalogueModule,
  settings: {},
  tables: [],
  migrations: [CreateCatalogue20260102000000, CreateCalendarYears20260103000000],
} satisfies ServiceDefinition;
