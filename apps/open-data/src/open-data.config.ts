import { textSetting, type ServiceDefinition, type ServiceSettingsOf } from '@gongshu/service-kit';
import { CreateOpenData20260102000000 } from './migrations/20260102T0000-create-open-data.js';
import { OpenDataModule } from './open-data.module.js';

const settings = {
  dataPlaneSecret: textSetting('DATA_PLANE_SECRET', 'Key under which tickets for the data plane are signed; the exchange holds the same', { secret: true }),
} as const;
export type OpenDataSettings = ServiceSettingsOf<typeof settings>;

export const openDataService = {
  name: 'open-data',
  module: OpenDataModule,
  settings,
  tables: [],
  migrations: [CreateOpenData20260102000000],
} satisfies ServiceDefinition;
