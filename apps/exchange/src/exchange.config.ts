import type { ServiceDefinition } from '@gongshu/service-kit';
import { exchangeSettings } from './exchange-settings.js';
import { ExchangeModule } from './exchange.module.js';
import { CreateExchange20260105000000 } from './migrations/20260105T0000-create-exchange.js';

export const exchangeService = {
  name: 'exchange',
  module: ExchangeModule,
  settings: exchangeSettings,
  tables: [],
  migrations: [CreateExchange20260105000000],
} satisfies ServiceDefinition;
