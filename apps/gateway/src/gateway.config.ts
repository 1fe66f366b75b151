import { busSettings, flagSetting, nodeSettings, opsSettings, textSetting, wholeSetting, type SettingsOf } from '@gongshu/service-kit';

export const gatewaySettings = {
  ...nodeSettings,
  ...busSettings,
  ...opsSettings,
  host: textSetting('GATEWAY_HOST', 'Address both listeners bind to', { fallback: '127.0.0.1' }),
  port: wholeSetting('GATEWAY_PORT', 'Port of the government extranet listener: everything; 0 for any free one'),
  publicPort: wholeSetting('GATEWAY_PUBLIC_PORT', 'Port of the public listener: open data and the law only; 0 for none', { fallback: 0 }),
  exchangeUrl: textSetting('EXCHANGE_URL', 'Data plane of the exchange; empty at an access gateway', { fallback: '' }),
  loginUrl: textSetting('LOGIN_URL', 'Login listener of identity, to which /oidc leads; empty where people log in elsewhere, and at an access gateway', { fallback: '' }),
  accessGateway: flagSetting('ACCESS_GATEWAY', 'A tenant’s door to its parent’s node', { fallback: false }),
  upstreamGatewayUrl: textSetting('UPSTREAM_GATEWAY_URL', 'The parent’s gateway, which answers an access gateway’s data calls; empty otherwise', { fallback: '' }),
  bodyLimitBytes: wholeSetting('BODY_LIMIT_BYTES', 'Largest body of a REST request; uploads of data have no limit', { fallback: 1_048_576 }),
  privateInterfacesAllowed: flagSetting('PRIVATE_INTERFACES_ALLOWED', 'Providers’ registered interfaces may stand on loopback and private addresses', { fallback: false }),
  zoneChannels: textSetting('ZONE_CHANNELS', 'Relays into other network zones: zone=http://relay, separated by commas', { fallback: '' }),
  mostConcurrentCalls: wholeSetting('MOST_CONCURRENT_CALLS', 'Data calls under way at once; beyond, callers are told to come back', { fallback: 1_000 }),
} as const;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;

/** @throws Error naming what does not fit together */
export function checkSettings(settings: GatewaySettings): void {
  const { accessGateway, exchangeUrl, upstreamGatewayUrl, loginUrl } = settings;
  if (loginUrl !== '' && (accessGateway || !URL.canParse(loginUrl) || new URL(loginUrl).protocol !== 'http:')) throw new Error('Settings: LOGIN_URL is an http address, of a node’s gateway only');
  if (accessGateway && (upstreamGatewayUrl === '' || exchangeUrl !== '')) throw new Error('Settings: an access gateway needs UPSTREAM_GATEWAY_URL and no EXCHANGE_URL');
  if (!accessGateway && (exchangeUrl === '' || upstreamGatewayUrl !== '')) throw new Error('Settings: a node’s gateway needs EXCHANGE_URL and no UPSTREAM_GATEWAY_URL');
}
