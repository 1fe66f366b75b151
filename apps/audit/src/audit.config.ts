import { textSetting, wholeSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = {
  checkpointMilliseconds: wholeSetting('CHECKPOINT_MILLISECONDS', 'Shortest time between two checkpoints', { fallback: 500 }),
  auditKeyPem: textSetting('AUDIT_KEY_PEM', 'Ed25519 private key of the log (PKCS#8 PEM); made and kept in the database when empty', { secret: true, fallback: '' }),
  auditWitnessKeyPem: textSetting('AUDIT_WITNESS_KEY_PEM', 'Ed25519 private key for cosigning neighbours’ checkpoints; as AUDIT_KEY_PEM', { secret: true, fallback: '' }),
} as const;
export type AuditSettings = ServiceSettingsOf<typeof settings>;
