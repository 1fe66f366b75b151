import { textSetting, type ServiceDefinition, type ServiceSettingsOf } from '@gongshu/service-kit';
import { CreateSharing20260102000000 } from './migrations/20260102T0000-create-sharing.js';
import { SharingModule } from './sharing.module.js';

const settings = {
  dataPlaneSecret: textSetting('DATA_PLANE_SECRET', 'Key under which tickets for the data plane are signed; the exchange holds the same', { secret: true }),
} as const;
export type SharingSettings = ServiceSettingsOf<typeof settings>;

export const sharingService = {
  name: 'sharing',
  module: SharingModule,
  settings,
  tables: [],
  migrations: [CreateSharing20260102000000],
} satisfies ServiceDefinition;
