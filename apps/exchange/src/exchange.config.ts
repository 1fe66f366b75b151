import { textSetting, ticketSettings, wholeSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = {
  ...ticketSettings,
  dataPlaneHost: textSetting('DATA_PLANE_HOST', 'Address of the data plane, which only the gateway needs to reach', { fallback: '127.0.0.1' }),
  dataPlanePort: wholeSetting('DATA_PLANE_PORT', 'Port of the data plane; 0 for any free one', { fallback: 0 }),
  dataPlanePool: wholeSetting('DATA_PLANE_POOL', 'Database connections of the data plane: as many uploads and reads run at once, others wait', { fallback: 4 }),
  dataPlaneIdleSeconds: wholeSetting('DATA_PLANE_IDLE_SECONDS', 'How long a caller of the data plane may neither send nor take a byte', { fallback: 60 }),
} as const;
export type ExchangeSettings = ServiceSettingsOf<typeof settings>;
