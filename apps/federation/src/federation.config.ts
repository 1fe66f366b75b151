import { textSetting, type ServiceSettingsOf } from '@gongshu/service-kit';

export const settings = {
  federationPassword: textSetting('FEDERATION_PASSWORD', 'Password of fed-<node code> on the node’s own NATS server', { secret: true }),
  parentNatsUrl: textSetting('PARENT_NATS_URL', 'Address of the parent node’s NATS server; empty at the top', { fallback: '' }),
  parentNatsPassword: textSetting('PARENT_NATS_PASSWORD', 'Password of fed-<node code> on the parent’s NATS server; empty at the top', { secret: true, fallback: '' }),
  parentNatsCaFile: textSetting('PARENT_NATS_CA_FILE', 'CA certificate of the parent’s NATS server; empty means no TLS (loopback only)', { fallback: '' }),
  gatewayUrl: textSetting('GATEWAY_URL', 'Public address of this node’s gateway, told to the neighbours; empty when they cannot reach it', { fallback: '' }),
} as const;
export type FederationSettings = ServiceSettingsOf<typeof settings>;
