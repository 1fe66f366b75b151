import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Zones by name, each a set of addresses. */
export type NetworkZones = ReadonlyMap<string, BlockList>;

/** A zone that nobody named. */
export const NO_ZONE = 'outside';

function add(list: BlockList, range: string): boolean {
  const [address = '', length] = range.split('/');
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : null;
  const bits = length === undefined ? (family === 'ipv4' ? 32 : 128) : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (family === null || bits < 0 || bits > (family === 'ipv4' ? 32 : 128)) return false;
  list.addSubnet(address, bits, family);
  return true;
}

/**
 * Reads addresses and CIDR ranges joined by `+`.
 *
 * @throws Error that names the setting, for anything else
 */
export function addressRanges(setting: string, text: string): BlockList {
  const list = new BlockList();
  for (const range of text.split('+').map((part) => part.trim()).filter((part) => part !== '')) {
    if (!add(list, range)) throw new Error(`Settings: ${setting} has "${range}", which is no address and no range`);
  }
  return list;
}

/**
 * Reads `zone=range+range,zone=…`.
 *
 * @throws Error for anything else, and for a zone that is named twice
 */
export function networkZones(text: string): NetworkZones {
  const zones = new Map<string, BlockList>();
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [, zone, ranges] = /^\s*([a-z0-9-]+)=(\S+)\s*$/.exec(part) ?? [];
    if (zone === undefined || ranges === undefined || zone === NO_ZONE || zones.has(zone)) throw new Error(`Settings: NETWORK_ZONES is a list of zone=range+range, each zone once, not "${part}"`);
    zones.set(zone, addressRanges('NETWORK_ZONES', ranges));
  }
  return zones;
}

/** An address as it is compared and told: IPv4 in its own form also where the socket is one of IPv6. */
export function plainAddress(address: string): string {
  const inner = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return inner ?? address.replace(/%.*$/, '');
}

export function isWithin(list: BlockList, address: string): boolean {
  return isIPv4(address) ? list.check(address, 'ipv4') : isIPv6(address) && list.check(address, 'ipv6');
}

/** The first zone the address lies in. */
export function zoneOf(zones: NetworkZones, address: string): string {
  for (const [zone, list] of zones) if (isWithin(list, address)) return zone;
  return NO_ZONE;
}

/**
 * Who calls: the peer of the connection. Only of a trusted proxy it is believed for whom it calls, and then the last address that is not another trusted proxy's: what stands before it, the caller may
 * have written himself.
 */
export function callerAddress(peer: string | undefined, forwardedFor: string | undefined, trusted: BlockList): string {
  let address = plainAddress(peer ?? '');
  if (forwardedFor === undefined) return address;
  const before = forwardedFor.split(',').map((part) => plainAddress(part.trim()));
  while (isWithin(trusted, address)) {
    const next = before.pop();
    if (next === undefined || (!isIPv4(next) && !isIPv6(next))) break;
    address = next;
  }
  return address;
}
