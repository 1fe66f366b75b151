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
  mostConcurrentCalls: wholeSetting('MOST_CONCURRENT_CALLS', 'Data calls under way at once; beyond, calls wait their turn', { fallback: 1_000 }),
  mostWaitMilliseconds: wholeSetting('MOST_WAIT_MILLISECONDS', 'Longest a data call waits its turn; who would wait longer is told at once when to come back', { fallback: 1_000 }),
  leastBytesPerSecond: wholeSetting('LEAST_BYTES_PER_SECOND', 'Clients that send or take data more slowly are cut off; 0 for never', { fallback: 500 }),
  progressSeconds: wholeSetting('PROGRESS_SECONDS', 'Time over which that speed is measured', { fallback: 20 }),
  dataCallsPerSecond: wholeSetting('DATA_CALLS_PER_SECOND', 'Data calls of one client, at each replica; 0 for no limit', { fallback: 0 }),
  dataCallsBurst: wholeSetting('DATA_CALLS_BURST', 'Data calls of one client at once, after a pause', { fallback: 1_000 }),
  restCallsPerSecond: wholeSetting('REST_CALLS_PER_SECOND', 'Other calls of one client (without a token: of one address), at each replica; 0 for no limit', { fallback: 0 }),
  restCallsBurst: wholeSetting('REST_CALLS_BURST', 'Other calls of one client at once, after a pause', { fallback: 400 }),
  publicCallsPerSecond: wholeSetting('PUBLIC_CALLS_PER_SECOND', 'Calls of one address at the public listener, at each replica; 0 for no limit', { fallback: 0 }),
  publicCallsBurst: wholeSetting('PUBLIC_CALLS_BURST', 'Calls of one address at the public listener at once, after a pause', { fallback: 200 }),
  networkZones: textSetting('NETWORK_ZONES', 'Zones of the network by address: zone=range+range, separated by commas', { fallback: '' }),
  sharingZones: textSetting('SHARING_ZONES', 'Zones whose calls the extranet listener takes, separated by commas; empty for all addresses', { fallback: '' }),
  trustedProxies: textSetting('TRUSTED_PROXIES', 'Addresses and ranges, joined by +, of proxies whose X-Forwarded-For says for whom they call; empty for none', { fallback: '' }),
} as const;

export type GatewaySettings = SettingsOf<typeof gatewaySettings>;

/** @throws Error naming what does not fit together */
export function checkSettings(settings: GatewaySettings): void {
  const { accessGateway, exchangeUrl, upstreamGatewayUrl, loginUrl, mostConcurrentCalls, progressSeconds, dataCallsBurst, restCallsBurst, publicCallsBurst } = settings;
  if (mostConcurrentCalls < 1 || progressSeconds < 1 || Math.min(dataCallsBurst, restCallsBurst, publicCallsBurst) < 1) throw new Error('Settings: MOST_CONCURRENT_CALLS, PROGRESS_SECONDS and each burst are at least 1');
  if (loginUrl !== '' && (accessGateway || !URL.canParse(loginUrl) || new URL(loginUrl).protocol !== 'http:')) throw new Error('Settings: LOGIN_URL is an http address, of a node’s gateway only');
  if (accessGateway && (upstreamGatewayUrl === '' || exchangeUrl !== '')) throw new Error('Settings: an access gateway needs UPSTREAM_GATEWAY_URL and no EXCHANGE_URL');
  if (!accessGateway && (exchangeUrl === '' || upstreamGatewayUrl !== '')) throw new Error('Settings: a node’s gateway needs EXCHANGE_URL and no UPSTREAM_GATEWAY_URL');
}
