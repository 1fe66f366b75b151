import { createHash } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { FIRST_LINK, nextLink, sealOf, type LinkedPermit } from './chain.js';

const permit: LinkedPermit = { grantId: '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10', number: 1, id: '0199b36c-59b1-7b9e-9a55-b36c5d6a1d10', client: '民政厅"x"', takenAt: '2026-09-24T01:00:00.000Z' };
const closing = { link: 'a'.repeat(64), state: 'COMPLETED', rows: null, bytes: 12, digest: 'b'.repeat(64), documentDigest: null, dataVersion: 3, closedAt: 1_790_000_000_000 };

describe('the chain of permits', () => {
  it('is SHA-256 over a JSON array that anybody can write', () => {
    const text = `["${FIRST_LINK}","${permit.grantId}",1,"${permit.id}","民政厅\\"x\\"","${permit.takenAt}"]`;
    expect(nextLink(FIRST_LINK, permit)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it.each(Object.entries({ grantId: 'x', number: 2, id: 'x', client: 'x', takenAt: 'x' }))('changes with %s', (name, value) => {
    expect(nextLink(FIRST_LINK, { ...permit, [name]: value })).not.toBe(nextLink(FIRST_LINK, permit));
  });

  it('changes with the link before', () => {
    expect(nextLink(nextLink(FIRST_LINK, permit), permit)).not.toBe(nextLink(FIRST_LINK, permit));
  });

  it.each(Object.entries({ link: 'c', state: 'FAILED', rows: 1, bytes: 13, digest: null, documentDigest: 'e', dataVersion: 4, closedAt: 0 }))('has a seal on the closing that changes with %s', (name, value) => {
    expect(sealOf({ ...closing, [name]: value })).not.toBe(sealOf(closing));
  });

  it('costs a permit a few microseconds', () => {
    const began = performance.now();
    let link = FIRST_LINK;
    for (let number = 1; number <= 20_000; number += 1) link = nextLink(link, { ...permit, number });
    expect((performance.now() - began) / 20_000).toBeLessThan(0.05);
  });
});
