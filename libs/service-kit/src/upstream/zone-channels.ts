/** Relays into other network zones, by zone. */
export type ZoneChannels = ReadonlyMap<string, URL>;

export interface ChannelledTarget {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The call goes to a relay of the operator's own, not to the address that was registered. */
  readonly relayed: boolean;
}

/**
 * Reads `zone=http://relay:port,zone=…`.
 *
 * @throws Error for anything else
 */
export function zoneChannels(setting: string): ZoneChannels {
  return new Map(
    setting.split(',').filter((part) => part.trim() !== '').map((part) => {
      const [, zone, relay] = /^\s*([a-z0-9-]+)=(\S+)\s*$/.exec(part) ?? [];
      const url = relay !== undefined && URL.canParse(relay) ? new URL(relay) : null;
      if (zone === undefined || url === null || !/^https?:$/.test(url.protocol)) throw new Error(`Settings: ZONE_CHANNELS is a list of zone=http://relay, not "${part}"`);
      return [zone, url];
    }),
  );
}

/** Where a call of a service in a zone goes: to the zone's relay, which learns from `x-forwarded-host` and `x-forwarded-proto` whom to ask; without a relay to the service itself. */
export function throughChannel(channels: ZoneChannels, zone: string, url: URL): ChannelledTarget {
  const relay = channels.get(zone);
  if (relay === undefined) return { url, headers: {}, relayed: false };
  const target = new URL(url);
  target.protocol = relay.protocol;
  target.host = relay.host;
  // Setting a host without port leaves the port that was there.
  target.port = relay.port;
  return { url: target, headers: { 'x-forwarded-host': url.host, 'x-forwarded-proto': url.protocol.slice(0, -1) }, relayed: true };
}
