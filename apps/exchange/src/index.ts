import { CreateDocumentKeys20260110000000, type ServiceDefinition } from '@gongshu/service-kit';
import { settings } from './exchange.config.js';
import { ExchangeModule } from './exchange.module.js';
import { CreateExchange20260105000000 } from './migrations/20260105T0000-create-exchange.js';
import { CreateCollectionScope20260131000000 } from './migrations/20260131T0000-create-collection-scope.js';
import { CreateFiles20260210000000 } from './migrations/20260210T0000-create-files.js';
import { CreateInterfaces20260212000000 } from './migrations/20260212T0000-create-interfaces.js';
import { CreateUploads20260214000000 } from './migrations/20260214T0000-create-uploads.js';
import { OutsideUse20260215092000 } from './migrations/20260215T0920-outside-use.js';
import { RowsInOrder20260216000000 } from './migrations/20260216T0000-rows-in-order.js';
import { RecordStreams20260218000000 } from './migrations/20260218T0000-record-streams.js';
import { SafetyStops20260218010000 } from './migrations/20260218T0100-safety-stops.js';

export { DataPlane } from './data-plane/data-plane.js';

/** The exchange service: what the kit needs to run it. */
export const exchangeService = {
  name: 'exchange',
  module: ExchangeModule,
  settings,
  streamsRows: true,
  migrations: [CreateExchange20260105000000, CreateDocumentKeys20260110000000, CreateCollectionScope20260131000000, CreateFiles20260210000000, CreateInterfaces20260212000000, CreateUploads20260214000000, OutsideUse20260215092000, RowsInOrder20260216000000, RecordStreams20260218000000, SafetyStops20260218010000],
} satisfies ServiceDefinition;
