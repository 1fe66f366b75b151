import { describe, expect, it } from 'vitest';
import { addressRanges, callerAddress, networkZones, zoneOf } from './network-zones.js';
import { zoneRules } from './zone-gate.js';

const ZONES = networkZones('extranet=10.0.0.0/8+fd00:10::/32, cloud=172.16.0.0/12+192.0.2.7');

describe('network zones', () => {
  it.each([['10.255.0.1', 'extranet'], ['11.0.0.1', 'outside'], ['fd00:10::5', 'extranet'], ['fd00:11::5', 'outside'], ['192.0.2.7', 'cloud'], ['192.0.2.8', 'outside'], ['', 'outside'], ['no address', 'outside']])('%s lies in %s', (address, zone) => {
    expect(zoneOf(ZONES, address)).toBe(zone);
  });

  it.each(['extranet', 'a=10.0.0.0/33', 'a=10.0.0.0/x', 'a=300.0.0.1', 'a=10.0.0.1,a=10.0.0.2', 'outside=10.0.0.1', 'A=10.0.0.1', 'a=::/129'])('the setting "%s" is refused', (setting) => {
    expect(() => networkZones(setting)).toThrow('NETWORK_ZONES');
  });

  it('a zone that nobody named cannot be let in', () => {
    expect(() => zoneRules({ networkZones: 'a=10.0.0.0/8', sharingZones: 'a,b', trustedProxies: '' })).toThrow('SHARING_ZONES names "b"');
    expect(zoneRules({ networkZones: '', sharingZones: '', trustedProxies: '' }).sharing).toBeNull();
  });
});

describe('who calls', () => {
  const trusted = addressRanges('TRUSTED_PROXIES', '127.0.0.1+10.0.0.0/24');

  it('is the peer, whatever a peer that is no trusted proxy says', () => {
    expect(callerAddress('203.0.113.9', '10.1.1.1', trusted)).toBe('203.0.113.9');
    expect(callerAddress('::ffff:203.0.113.9', undefined, trusted)).toBe('203.0.113.9');
  });

  it('is the last that the trusted proxies did not write themselves', () => {
    expect(callerAddress('127.0.0.1', '10.1.1.1, 203.0.113.9', trusted)).toBe('203.0.113.9');
    expect(callerAddress('127.0.0.1', '10.1.1.1, 203.0.113.9, 10.0.0.7', trusted)).toBe('203.0.113.9');
    expect(callerAddress('::ffff:127.0.0.1', '::ffff:203.0.113.9', trusted)).toBe('203.0.113.9');
  });

  it('is the proxy where it says nothing, or nothing that is an address', () => {
    expect(callerAddress('127.0.0.1', undefined, trusted)).toBe('127.0.0.1');
    expect(callerAddress('127.0.0.1', 'unknown', trusted)).toBe('127.0.0.1');
  });
});
