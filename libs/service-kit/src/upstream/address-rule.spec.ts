import { describe, expect, it } from 'vitest';
import { announcedAddresses } from './address-rule.js';

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
