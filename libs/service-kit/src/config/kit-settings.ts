import { flagSetting, textSetting, wholeSetting, type SettingsOf } from './settings.js';

/** The node a process belongs to. */
export const nodeSettings = {
  nodeCode: textSetting('NODE_CODE', 'Division code of the node (GB/T 2260), for example 130000'),
  nodeName: textSetting('NODE_NAME', 'Name of the node in Chinese'),
  nodeLevel: textSetting('NODE_LEVEL', 'PROVINCE, CITY or COUNTY'),
  nodePack: textSetting('NODE_PACK', 'Regulation pack in force at the node'),
  parentNode: textSetting('PARENT_NODE', 'Division code of the parent node; empty at the top', { fallback: '' }),
} as const;

/** How a process reaches the node's bus. */
export const busSettings = {
  natsUrl: textSetting('NATS_URL', 'Address of the node’s NATS server'),
  natsUser: textSetting('NATS_USER', 'Bus user; its permissions follow the contracts', { fallback: '' }),
  natsPassword: textSetting('NATS_PASSWORD', 'Password of the bus user', { secret: true, fallback: '' }),
  natsCaFile: textSetting('NATS_CA_FILE', 'CA certificate of the NATS server; empty means no TLS (loopback only)', { fallback: '' }),
} as const;

export const opsSettings = {
  logLevel: textSetting('LOG_LEVEL', 'trace, debug, info, warn, error or silent', { fallback: 'info' }),
  opsPort: wholeSetting('OPS_PORT', 'Port of /health/live, /health/ready and /metrics; 0 for none', { fallback: 0 }),
  opsHost: textSetting('OPS_HOST', 'Address of the ops listener', { fallback: '127.0.0.1' }),
} as const;

/** For those who issue permit tickets, and for the data plane that opens them. */
export const ticketSettings = {
  dataPlaneSecret: textSetting('DATA_PLANE_SECRET', 'Key under which tickets for the data plane are signed; the same for sharing, open-data and exchange', { secret: true }),
} as const;

/** For those who sign documents. */
export const documentKeySettings = {
  documentKeyPem: textSetting('DOCUMENT_KEY_PEM', 'Ed25519 private key of signed documents (PKCS#8 PEM); made and kept in the database when empty. Another one replaces the former, which stays published', { secret: true, fallback: '' }),
} as const;

/** What every service needs besides its own settings. */
export const serviceSettings = {
  ...nodeSettings,
  ...busSettings,
  ...opsSettings,
  databaseUrl: textSetting('DATABASE_URL', 'PostgreSQL database of this service', { secret: true }),
  databasePool: wholeSetting('DATABASE_POOL', 'Connections to the database', { fallback: 6 }),
  migrateOnStart: flagSetting('MIGRATE_ON_START', 'Run migrations at start; in Kubernetes a job does', { fallback: true }),
  packsDirectory: textSetting('PACKS_DIRECTORY', 'Folder with further regulation packs beside those that ship; one with the id and version of a shipped pack takes its place', { fallback: '' }),
  outboxRetentionDays: wholeSetting('OUTBOX_RETENTION_DAYS', 'How long announced events stay replayable', { fallback: 30 }),
} as const;

export type ServiceSettings = SettingsOf<typeof serviceSettings>;
