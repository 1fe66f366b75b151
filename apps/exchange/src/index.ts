import type { ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './exchange.config.js';
import { ExchangeModule } from './exchange.module.js';
import { CreateExchange20260105000000 } from './migrations/20260105T0000-create-exchange.js';
import { CreateCollectionScope20260131000000 } from './migrations/20260131T0000-create-collection-scope.js';

export { DataPlane } from './data-plane/data-plane.js';

/** The exchange service: what the kit needs to run it. */
export const exchangeService = {
  name: 'exchange',
  module: ExchangeModule,
  settings,
  tables: [],
  migrations: [CreateExchange20260105000000, CreateCollectionScope20260131000000],
} satisfies ServiceDefinition;
