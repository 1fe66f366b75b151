import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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
