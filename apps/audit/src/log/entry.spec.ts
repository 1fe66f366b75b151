import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import type { JsonValue } from './canonical-json.js';
import { auditEntry, entryBytes, EntryTooLarge } from './entry.js';

const HEAD = {
  eventId: '0199',
  type: 'sharing.grant-suspended.v1',
  time: '2026-03-02T09:00:00+08:00',
  node: '130000',
  organisation: '11130000000217792R',
  actor: 'reviewer-1',
  subject: 'grant-7',
  traceparent: null,
};
const EVENT = { id: '0199', data: { reason: '用途不符', rows: 12 } };
const BYTES = '{"data":{"reason":"用途不符","rows":12},"id":"0199"}';

describe('canonical JSON', () => {
  it('sorts keys by UTF-16 code units as the example of RFC 8785 3.2.3', () => {
    const value = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji', '\u0080': 'Control', '\u00f6': 'o' };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object).sort()).toEqual(Object.values(value).sort());
    const order = [...canonicalJson(value).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
    expect(order).toEqual(['Carriage Return', 'One', 'Control', 'o', 'Euro Sign', 'Emoji', 'Hebrew Letter Dalet With Dagesh']);
  });

  it('writes literals, strings and numbers as the example of RFC 8785 3.2.2', () => {
    const value = { numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 1e-27, -0], string: '\u20ac$\u000f\nA\'B"\\\\"/', literals: [null, true, false] };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('spells a value one way whatever the order it was built in', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: {} })).toBe(canonicalJson({ a: {}, b: [{ c: 2, d: 1 }] }));
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], ['\ud800'], [{ '\udc00': 1 }], [{ a: undefined } as unknown as JsonValue], [10n as unknown as JsonValue]])(
    'refuses what JSON cannot carry (case %#)',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );
});

describe('an audit entry', () => {
  it('names the event and holds its two digests, nothing of its content', () => {
    const entry = auditEntry(HEAD, EVENT);
    expect(entry.digest).toBe(createHash('sha256').update(BYTES).digest('hex'));
    expect(entry.sm3).toBe(createHash('sm3').update(BYTES).digest('hex'));
    expect(entryBytes(entry).toString()).toBe(
      `{"actor":"reviewer-1","digest":"${entry.digest}","eventId":"0199","node":"130000","organisation":"11130000000217792R","sm3":"${entry.sm3}",` +
        '"subject":"grant-7","time":"2026-03-02T09:00:00+08:00","traceparent":null,"type":"sharing.grant-suspended.v1","v":1}',
    );
  });

  it('with a salt has digests that cannot be found by trying contents', () => {
    const salt = Buffer.alloc(16, 7);
    const entry = auditEntry(HEAD, EVENT, salt);
    expect(entry.digest).toBe(createHash('sha256').update(salt).update(BYTES).digest('hex'));
    expect(entry.sm3).toBe(createHash('sm3').update(salt).update(BYTES).digest('hex'));
  });

  it('fits into the bundle format or is refused', () => {
    const overhead = entryBytes(auditEntry({ ...HEAD, subject: '' }, EVENT)).length;
    const longest = 'x'.repeat(65_535 - overhead);
    expect(entryBytes(auditEntry({ ...HEAD, subject: longest }, EVENT))).toHaveLength(65_535);
    expect(() => entryBytes(auditEntry({ ...HEAD, subject: `${longest}x` }, EVENT))).toThrow(EntryTooLarge);
  });
});
