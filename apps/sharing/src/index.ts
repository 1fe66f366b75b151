import { CreateCalendarYears20260103000000, type ServiceDefinition } from '@gongshu/service-kit';
import { CreateSharing20260102000000 } from './migrations/20260102T0000-create-sharing.js';
import { RenewGrants20260104000000 } from './migrations/20260104T0000-renew-grants.js';
import { KeepScope20260105000000 } from './migrations/20260105T0000-keep-scope.js';
import { NamedParties20260106000000 } from './migrations/20260106T0000-named-parties.js';
import { settings } from './sharing.config.js';
import { SharingModule } from './sharing.module.js';

/** The sharing service: what the kit needs to run it. */
export const sharingService = {
  name: 'sharing',
  module: SharingModule,
  settings,
  tables: [],
  migrations: [CreateSharing20260102000000, CreateCalendarYears20260103000000, RenewGrants20260104000000, KeepScope20260105000000, NamedParties20260106000000],
} satisfies ServiceDefinition;
