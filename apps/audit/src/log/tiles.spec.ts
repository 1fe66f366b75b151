import { describe, expect, it } from 'vitest';
import { appendLeaves, EMPTY_RANGE, leafHash, rootHash } from './merkle-tree.js';
import { entryBundle, hashTile, isTileAvailable, parseTilePath, tilePath, tileWidth } from './tiles.js';

const SIZE = 70_000;
const LEAVES = Array.from({ length: SIZE }, (_, index) => leafHash(Buffer.from(String(index))));
const NODES = new Map(appendLeaves(EMPTY_RANGE, LEAVES).nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
const readNode = (level: number, index: number) => NODES.get(`${level}/${index}`) as Buffer;

describe('a tile', () => {
  it('has the path of the specification', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 1, index: 7, width: 17 })).toBe('tile/1/007.p/17');
    expect(tilePath({ level: 'entries', index: 1000, width: 1 })).toBe('tile/entries/x001/000.p/1');
  });

  it('is found again by its path', () => {
    for (const tile of [{ level: 63, index: 0, width: 255 }, { level: 'entries', index: 999, width: 256 }, { level: 3, index: 1234067, width: 1 }] as const) {
      expect(parseTilePath(tilePath(tile))).toEqual(tile);
    }
  });

  it.each(['tile/0/67', 'tile/0/1000', 'tile/0/x000/067', 'tile/0/001/067', 'tile/0/x067', 'tile/00/067', 'tile/64/067', 'tile/0/067.p/0', 'tile/0/067.p/256', 'tile/0/067.p/01', 'tile/leaf/067', 'tile/0/067/', '/tile/0/067', `tile/0/${'x999/'.repeat(6)}999`])(
    'has no other name: %s is refused',
    (path) => {
      expect(parseTilePath(path)).toBeUndefined();
    },
  );

  it('exists in the widths of the specification for a tree of 70,000 entries', () => {
    const widths = (level: number, count: number) => Array.from({ length: count }, (_, index) => tileWidth(level, index, SIZE));
    expect(widths(0, 275)).toEqual([...Array<number>(273).fill(256), 112, 0]);
    expect(widths(1, 3)).toEqual([256, 17, 0]);
    expect(widths(2, 2)).toEqual([1, 0]);
    expect(tileWidth(3, 0, SIZE)).toBe(0);
    expect(tileWidth('entries', 273, SIZE)).toBe(112);
    expect([tileWidth(0, 0, 256), tileWidth(1, 0, 256)]).toEqual([256, 1]);
  });

  it('is available in its width and in every narrower one', () => {
    const widths = [112, 3, 113, 256];
    expect(widths.map((width) => isTileAvailable({ level: 0, index: 273, width }, SIZE))).toEqual([true, true, false, false]);
  });

  it('holds the hashes of full tiles one level below', async () => {
    const leafTile = await hashTile({ level: 0, index: 272, width: 256 }, readNode);
    expect(leafTile).toEqual(Buffer.concat(LEAVES.slice(272 * 256, 273 * 256)));
    const upper = await hashTile({ level: 1, index: 1, width: 17 }, readNode);
    expect(upper.subarray(-32)).toEqual(rootHash(LEAVES.slice(272 * 256, 273 * 256)));
    expect(await hashTile({ level: 2, index: 0, width: 1 }, readNode)).toEqual(rootHash(LEAVES.slice(0, 65_536)));
  });
});

describe('an entry bundle', () => {
  it('holds each entry behind its length', () => {
    expect(entryBundle([Buffer.from('ab'), Buffer.alloc(0), Buffer.alloc(258, 1)]).toString('hex')).toBe(`00026162${'0000'}0102${'01'.repeat(258)}`);
  });

  it('cannot hold an entry of more than 65,535 bytes', () => {
    expect(() => entryBundle([Buffer.alloc(65_536)])).toThrow(RangeError);
  });
});
