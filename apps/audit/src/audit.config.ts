import { textSetting, wholeSetting, type ServiceDefinition, type ServiceSettingsOf } from '@gongshu/service-kit';
import { AuditModule } from './audit.module.js';
import { CreateLogTables20260102000000 } from './migrations/20260102T0000-create-log-tables.js';

const settings = {
  checkpointMilliseconds: wholeSetting('CHECKPOINT_MILLISECONDS', 'Shortest time between two checkpoints', { fallback: 500 }),
  auditKeyPem: textSetting('AUDIT_KEY_PEM', 'Ed25519 private key of the log (PKCS#8 PEM); made and kept in the database when empty', { secret: true, fallback: '' }),
  auditWitnessKeyPem: textSetting('AUDIT_WITNESS_KEY_PEM', 'Ed25519 private key for cosigning neighbours’ checkpoints; as AUDIT_KEY_PEM', { secret: true, fallback: '' }),
} as const;
export type AuditSettings = ServiceSettingsOf<typeof settings>;

export const auditService = {
  name: 'audit',
  module: AuditModule,
  settings,
  tables: [],
  migrations: [CreateLogTables20260102000000],
} satisfies ServiceDefinition;
