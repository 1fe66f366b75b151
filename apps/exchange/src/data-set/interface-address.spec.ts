import { describe, expect, it } from 'vitest';
import { interfaceAddress } from './interface-address.js';

describe('an interface address', () => {
  it('is kept as it will be called', () => {
    expect(interfaceAddress('https://数据.例子/空气 质量?x=1#top')).toBe('https://xn--vxup8b.xn--fsqu00a/%E7%A9%BA%E6%B0%94%20%E8%B4%A8%E9%87%8F?x=1');
  });

  it.each(['https://', 'ftp://data.example/', 'file:///etc/passwd', 'http://user@data.example/', 'https://:secret@data.example/', `https://data.example/${'市'.repeat(300)}`])(
    'may not be %s',
    (text) => {
      expect(() => interfaceAddress(text)).toThrow('exchange/unsafe-address');
    },
  );
});
