import { textSetting } from '@gongshu/service-kit';

export const openDataSettings = {
  dataPlaneSecret: textSetting('DATA_PLANE_SECRET', 'Secret under which tickets for the exchange’s data plane are signed; the same for all services of a node', { secret: true }),
} as const;
