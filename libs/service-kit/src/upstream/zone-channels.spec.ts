import { describe, expect, it } from 'vitest';
import { throughChannel, zoneChannels } from './zone-channels.js';

describe('channels between network zones', () => {
  const channels = zoneChannels('government-private=http://relay:8080, police=https://police-relay');

  it('lead a call to the relay of its zone, which is told whom to ask', () => {
    const { url, headers, relayed } = throughChannel(channels, 'police', new URL('http://10.1.2.3:9000/rows?x=1'));
    expect([url.href, headers, relayed]).toEqual(['https://police-relay/rows?x=1', { 'x-forwarded-host': '10.1.2.3:9000', 'x-forwarded-proto': 'http' }, true]);
    expect(throughChannel(channels, 'government-private', new URL('https://data.example/a')).url.href).toBe('http://relay:8080/a');
  });

  it('leave a call alone that needs none', () => {
    const url = new URL('http://data.example/rows');
    expect(throughChannel(channels, 'extranet', url)).toEqual({ url, headers: {}, relayed: false });
    expect(zoneChannels('').size).toBe(0);
  });

  it.each(['police', 'police=', 'police=ftp://relay', 'Police=http://relay', '=http://relay'])('are not read from %s', (setting) => {
    expect(() => zoneChannels(setting)).toThrow('ZONE_CHANNELS');
  });
});
