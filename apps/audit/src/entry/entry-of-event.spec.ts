import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkpointCosigned, checkpointRejected, checkpointSigned, Problem, type EventEnvelope } from '@gongshu/contracts';
import { entryOfEvent, isEntryOf } from './entry-of-event.js';

const event: EventEnvelope = {
  specversion: '1.0',
  id: '6f1c0a52-3b0a-4f0e-9f4e-0a4f5b8f3c11',
  source: '/nodes/130000/sharing',
  type: 'gongshu.sharing.grant-issued.v1',
  subject: 'grant-1',
  time: '2026-03-02T09:00:00+08:00',
  datacontenttype: 'application/json',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  node: '130000',
  jurisdiction: 'hebei',
  actor: 'hebei-health',
  organisation: '',
  data: { name: '张三' },
};
const salt = Buffer.alloc(32, 7);

describe('an entry of an event', () => {
  it('says what happened, and of the content only digests over the salt', () => {
    const { bytes } = entryOfEvent(event, salt);
    const entry = JSON.parse(bytes.toString()) as Record<string, unknown>;
    expect(entry).toMatchObject({ v: 1, eventId: event.id, type: event.type, node: '130000', actor: 'hebei-health', organisation: null, subject: 'grant-1' });
    expect(bytes.toString()).not.toContain('张三');
    const sorted = JSON.stringify(Object.fromEntries(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))));
    expect(entry['digest']).toBe(createHash('sha256').update(salt).update(sorted).digest('hex'));
    expect(entryOfEvent(event, Buffer.alloc(32, 8)).leafHash).not.toEqual(entryOfEvent(event, salt).leafHash);
  });

  it.each([
    ['a time that is none', { time: 'yesterday' }, '/time'],
    ['a time the database cannot hold', { time: '0000-01-01T00:00:00Z' }, '/time'],
    ['a control character', { actor: 'a\u0000b' }, '/actor'],
    ['an attribute too long for a bundle', { subject: 'x'.repeat(201) }, '/subject'],
    ['a missing attribute', { organisation: undefined }, '/organisation'],
    ['text that is not Unicode', { data: { name: '\ud800' } }, ''],
  ])('is refused for good, not tried for ever, with %s', (_what, change, pointer) => {
    const broken = { ...event, ...change } as EventEnvelope;
    expect(() => entryOfEvent(broken, salt)).toThrow(Problem);
    expect(() => entryOfEvent(broken, salt)).toThrow(expect.objectContaining({ parts: expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }) }));
  });
});

describe('a node’s log', () => {
  it('holds what happened at the node, and not what happened at its neighbours', () => {
    expect(isEntryOf('130000', event)).toBe(true);
    expect(isEntryOf('130100', event)).toBe(false);
  });

  it('does not feed itself: checkpoints and cosignatures are no entries, a rejection is one', () => {
    expect([checkpointSigned, checkpointCosigned, checkpointRejected].map(({ type }) => isEntryOf('130000', { ...event, type }))).toEqual([false, false, true]);
  });
});
