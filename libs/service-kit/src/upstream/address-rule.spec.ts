import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { announcedAddresses, lookupUnder, type Resolver } from './address-rule.js';

const strict = announcedAddresses(false);
const lenient = announcedAddresses(true);

describe('addresses of registered interfaces', () => {
  it.each(['8.8.8.8', '223.5.5.5', '2400:3200::1'])('%s is public: allowed', (address) => {
    expect([strict(address), lenient(address)]).toEqual([true, true]);
  });

  it.each(['127.0.0.1', '127.8.8.8', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1', '198.18.0.1', '::1', 'fd12::1'])('%s is the node’s own network: allowed only where the operator says so', (address) => {
    expect([strict(address), lenient(address)]).toEqual([false, true]);
  });

  it.each(['0.0.0.0', '0.1.2.3', '169.254.169.254', '100.100.100.200', '224.0.0.1', '255.255.255.255', '::', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', 'fe80::1', 'ff02::1', 'fd00:ec2::254'])(
    '%s is never an interface',
    (address) => {
      expect([strict(address), lenient(address)]).toEqual([false, false]);
    },
  );
});

describe('a name that leads elsewhere than it did', () => {
  const leadsTo = (...answers: string[][]): Resolver => (_hostname, _options, callback) => callback(null, (answers.shift() ?? []).map((address) => ({ address, family: 4 })));
  /** How a connection fails: before the name is let through, with the rule's own word. */
  const kindOf = (resolver: Resolver): Promise<unknown> =>
    new Promise((resolve) => connect({ host: 'rebound.example', port: 9, lookup: lookupUnder(strict, resolver) }).once('error', (error: Error & { kind?: string }) => resolve(error.kind)));

  it('is looked at again with every connection, and with the very address that is connected to', async () => {
    const lookups = lookupUnder(strict, leadsTo(['223.5.5.5'], ['169.254.169.254']));
    const ask = (): Promise<unknown> => new Promise((resolve) => lookups('rebound.example', {}, (error, address) => resolve(error === null ? address : (error as Error & { kind?: string }).kind)));
    expect([await ask(), await ask()]).toEqual(['223.5.5.5', 'forbidden-address']);
    expect(await kindOf(leadsTo(['169.254.169.254']))).toBe('forbidden-address');
  });

  it('is refused when but one of its addresses is not allowed', async () => {
    expect(await kindOf(leadsTo(['223.5.5.5', '10.0.0.1']))).toBe('forbidden-address');
  });
});
