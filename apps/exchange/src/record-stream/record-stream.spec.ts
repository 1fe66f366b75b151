import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '@gongshu/contracts';
import { loadPacks } from '@gongshu/regulation';
import { judgeSequence, planPieces, sealAfter, sealsInTime, type Piece, type RecordStream } from './record-stream.js';

const shelf = loadPacks();
const packOf = (pack: string) => shelf.inForceOn(pack, '2026-03-02');
const stream = (nextSequence: number, sealAfterSeconds: number | null = null): RecordStream => ({ entryId: 'e', nextSequence, sealAfterSeconds });
const taken = { sequence: 3, rows: 7, faultyRows: 0, reportId: null, takenAt: '2026-03-02T01:00:00.000Z' };

describe('a window', () => {
  it('is taken in when it is the next, and answered as before when it was', () => {
    expect(judgeSequence(stream(4), { sequence: 4, digest: 'd' }, undefined)).toBeNull();
    expect(judgeSequence(stream(4), { sequence: 3, digest: 'd' }, { ...taken, digest: 'd' })).toEqual(taken);
  });

  it.each([
    [5, undefined, 'exchange/out-of-sequence'],
    [1, undefined, 'exchange/out-of-sequence'],
    [3, { ...taken, digest: 'other' }, 'exchange/window-differs'],
  ])('with the number %i is refused with the number expected: %j', (sequence, earlier, code) => {
    try {
      judgeSequence(stream(4), { sequence, digest: 'd' }, earlier);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      expect([error.definition.code, error.parts.allowed]).toEqual([code, ['4']]);
    }
  });
});

describe('records', () => {
  it('are sealed within what the pack leaves for updates in real time, otherwise as their provider wants it', () => {
    expect([sealAfter(packOf('hebei'), stream(1)), sealAfter(packOf('hebei'), stream(1, 50)), sealAfter(packOf('hebei'), stream(1, 80_000))]).toEqual([30, 50, 60]);
    expect([sealAfter(packOf('default'), stream(1)), sealAfter(packOf('default'), stream(1, 80_000))]).toEqual([3_600, 80_000]);
    expect(() => sealsInTime(packOf('hebei'), 61)).toThrow('exchange/refused-by-law');
    expect(() => sealsInTime(packOf('default'), 86_400)).not.toThrow();
  });
});

describe('the pieces of a version', () => {
  it('are few, each larger than all behind it, and no row is written often', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 200 }), (seals) => {
        let pieces: readonly Piece[] = [];
        let written = 0;
        let total = 0;
        for (const added of seals) {
          const { kept, merged, rows } = planPieces(pieces, added);
          total += added;
          written += rows;
          expect([...kept, ...merged]).toEqual(pieces);
          pieces = [...kept, { table: 'new', rows }];
          expect(pieces.reduce((sum, piece) => sum + piece.rows, 0)).toBe(total);
          pieces.forEach((piece, place) => expect(piece.rows).toBeGreaterThan(pieces.slice(place + 1).reduce((sum, behind) => sum + behind.rows, 0)));
          expect(pieces.length).toBeLessThanOrEqual(Math.log2(total) + 1);
        }
        expect(written).toBeLessThanOrEqual(total * (Math.log2(total) + 1));
      }),
    );
  });
});
