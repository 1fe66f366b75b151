import { isIPv4, isIPv6 } from 'node:net';

const GROUPS = 8;
const NETWORK_GROUPS = 4;

/** The eight groups of an IPv6 address, whatever form it is written in. */
function groupsOf(address: string): readonly number[] {
  const [before = '', after] = address.replace(/%.*$/, '').split('::');
  const read = (part: string): number[] =>
    part.split(':').filter((group) => group !== '').flatMap((group) => {
      if (!group.includes('.')) return [Number.parseInt(group, 16)];
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
      return [a * 256 + b, c * 256 + d];
    });
  const [left, right] = [read(before), read(after ?? '')];
  return [...left, ...Array<number>(GROUPS - left.length - right.length).fill(0), ...right];
}

/**
 * What calls of an address are counted under: an IPv4 address itself, also where it is written as one of IPv6 (RFC 4291, 2.5.5.2); of an IPv6 address its /64, because whoever has one address of a /64 has
 * all of them (RFC 7421) and could be somebody new with every call. What is no address stays as it is.
 */
export function addressKey(address: string): string {
  if (isIPv4(address) || !isIPv6(address)) return address;
  const groups = groupsOf(address);
  const [high = 0, low = 0] = groups.slice(6);
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  return `${groups.slice(0, NETWORK_GROUPS).map((group) => group.toString(16)).join(':')}::/64`;
}
