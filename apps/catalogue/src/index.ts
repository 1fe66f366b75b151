import { CreateCalendarYears20260103000000, type ServiceDefinition } from '@gongshu/service-kit';
import { CatalogueModule } from './catalogue.module.js';
import { CreateCatalogue20260102000000 } from './migrations/20260102T0000-create-catalogue.js';
import { CreateCatalogueImport20260121000000 } from './migrations/20260121T0000-create-catalogue-import.js';
import { CreateEntrySearch20260104000000 } from './migrations/20260104T0000-create-entry-search.js';
import { CreateEntrySource20260212000000 } from './migrations/20260212T0000-create-entry-source.js';
import { CreateEntryLife20260130000000 } from './migrations/20260130T0000-create-entry-life.js';
import { CreateCollection20260131000000 } from './migrations/20260131T0000-create-collection.js';
import { CreateSystemsAndProjects20260131010000 } from './migrations/20260131T0100-create-systems-and-projects.js';
import { CreateResponsibilities20260123000000 } from './migrations/20260123T0000-create-responsibilities.js';

/** The catalogue service: what the kit needs to run it. */
export const catalogueService = {
  name: 'catalogue',
  module: CatalogueModule,
  settings: {},
  migrations: [CreateCatalogue20260102000000, CreateCalendarYears20260103000000, CreateEntrySearch20260104000000, CreateCatalogueImport20260121000000, CreateResponsibilities20260123000000, CreateEntryLife20260130000000, CreateCollection20260131000000, CreateSystemsAndProjects20260131010000, CreateEntrySource20260212000000],
} satisfies ServiceDefinition;
