import { lookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { UpstreamFailure } from './upstream-failure.js';

/** Says whether a connection to this IP address may be opened. */
export type AddressRule = (address: string) => boolean;

function listOf(...ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

/** Never a provider's interface: this host by another name, link-local and the clouds' metadata services, multicast, and the forms that hide an IPv4 address in IPv6. */
const NEVER = listOf(
  ['0.0.0.0', 8], ['169.254.0.0', 16], ['100.100.100.200', 32], ['192.0.0.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
  ['::', 128], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['2001::', 32], ['2002::', 16], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8], ['fd00:ec2::254', 128],
);
/** A list of its own: beside others it would match every IPv4 address. */
const MAPPED = listOf(['::ffff:0:0', 96]);
/** The node's own machines and network. */
const PRIVATE = listOf(['127.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['172.16.0.0', 12], ['192.168.0.0', 16], ['198.18.0.0', 15], ['::1', 128], ['fc00::', 7]);

/** What stands behind an address somebody else registered: no server-side request forgery into the node's own network. */
export function announcedAddresses(privateAllowed: boolean): AddressRule {
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    return !(family === 'ipv6' && MAPPED.check(address, family)) && !NEVER.check(address, family) && (privateAllowed || !PRIVATE.check(address, family));
  };
}

/** For addresses out of this node's own settings. */
export const configuredAddresses: AddressRule = () => true;

/** What a name leads to at this moment. */
export type Resolver = (hostname: string, options: { readonly all: true }, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

/** Resolves names and refuses at the moment of connecting, so that a name cannot be checked with one address and used with another. */
export function lookupUnder(rule: AddressRule, resolve: Resolver = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) callback(error, '', 4);
      else if (!addresses.every(({ address }) => rule(address))) callback(new UpstreamFailure('forbidden-address', `${hostname} leads to an address that is not allowed`), '', 4);
      else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family ?? 4);
    });
  };
}
