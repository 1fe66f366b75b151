import { documentKeySettings, flagSetting, textSetting, ticketSettings, wholeSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = {
  ...ticketSettings,
  ...documentKeySettings,
  dataPlaneHost: textSetting('DATA_PLANE_HOST', 'Address of the data plane, which only the gateway needs to reach', { fallback: '127.0.0.1' }),
  dataPlanePort: wholeSetting('DATA_PLANE_PORT', 'Port of the data plane; 0 for any free one', { fallback: 0 }),
  dataPlanePool: wholeSetting('DATA_PLANE_POOL', 'Database connections of the data plane: as many uploads and reads run at once, others wait', { fallback: 4 }),
  privateInterfacesAllowed: flagSetting('PRIVATE_INTERFACES_ALLOWED', 'Providers’ registered interfaces may stand on loopback and private addresses; the same as at the gateway', { fallback: false }),
  interfaceProbeSeconds: wholeSetting('INTERFACE_PROBE_SECONDS', 'How often a registered interface is tested; 0: only when it is registered, changed or bound', { fallback: 300 }),
  zoneChannels: textSetting('ZONE_CHANNELS', 'Relays into other network zones: zone=http://relay, separated by commas; the same as at the gateway', { fallback: '' }),
  pullSecretsPath: textSetting('PULL_SECRETS_PATH', 'Folder with the passwords and tokens of providers’ sources, a file <provider>.<secretRef> each; empty: there are none', { fallback: '' }),
  dataPlaneIdleSeconds: wholeSetting('DATA_PLANE_IDLE_SECONDS', 'How long a caller of the data plane may neither send nor take a byte', { fallback: 60 }),
  fileStorePath: textSetting('FILE_STORE_PATH', 'Folder that keeps files: documents, files made from tables, offline packages; empty when FILE_STORE_URL is given', { fallback: '' }),
  fileStoreUrl: textSetting('FILE_STORE_URL', 'S3-compatible store instead of a folder: s3://<bucket>?endpoint=https://…&region=…', { fallback: '' }),
  fileStoreKeyId: textSetting('FILE_STORE_KEY_ID', 'Access key of the S3-compatible store', { secret: true, fallback: '' }),
  fileStoreSecret: textSetting('FILE_STORE_SECRET', 'Secret of that access key', { secret: true, fallback: '' }),
  madeFileDays: wholeSetting('MADE_FILE_DAYS', 'How long a file made from a table is kept after its last use', { fallback: 7 }),
  madeFileGigabytes: wholeSetting('MADE_FILE_GIGABYTES', 'Beyond so many of them in all, those least recently used are forgotten', { fallback: 100 }),
} as const;
export type ExchangeSettings = ServiceSettingsOf<typeof settings>;
