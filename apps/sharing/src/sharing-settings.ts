import { textSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const sharingSettings = {
  dataPlaneSecret: textSetting('DATA_PLANE_SECRET', 'Key under which tickets for the data plane are signed; the exchange holds the same', { secret: true }),
} as const;

export type SharingSettings = ServiceSettingsOf<typeof sharingSettings>;
