import type { NodeId, NodeReader } from './merkle-tree.js';

/**
 * Tiles of the log (c2sp.org/tlog-tiles): 256 hashes of every eighth level, and bundles of 256 entries, under paths that never change their content.
 */

export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;
const MAX_TILE_LEVEL = 63;

export interface Tile {
  /** 0 to 63, or `entries` for the entries themselves. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; under 256 the tile is partial. */
  readonly width: number;
}

export type HashTile = Tile & { readonly level: number };

/** `tile/0/x001/x234/067` or `tile/entries/000.p/12`, relative to the log's prefix. */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  }
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Undefined when the path is not exactly one that `tilePath` writes: each tile has one name. */
export function parseTilePath(path: string): Tile | undefined {
  const [, levelText, indexText, widthText] = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  if (levelText === undefined || indexText === undefined) return undefined;
  const tile: Tile = {
    level: levelText === 'entries' ? 'entries' : Number(levelText),
    index: Number(indexText.replace(/[x/]/g, '')),
    width: widthText === undefined ? TILE_WIDTH : Number(widthText),
  };
  const inRange = Number.isSafeInteger(tile.index) && tile.width >= 1 && (tile.level === 'entries' || tile.level <= MAX_TILE_LEVEL);
  return inRange && tilePath(tile) === path ? tile : undefined;
}

/** How many hashes (or entries) the tile at this place has in a tree of this size: 0 when it does not exist, 256 when it is full. */
export function tileWidth(level: Tile['level'], index: number, size: number): number {
  const hashes = Math.floor(size / TILE_WIDTH ** (level === 'entries' ? 0 : level));
  return Math.min(TILE_WIDTH, Math.max(0, hashes - index * TILE_WIDTH));
}

/** Whether a tree of this size can serve the tile; an older, narrower partial tile is a prefix of what stands there now. */
export function isTileAvailable(tile: Tile, size: number): boolean {
  return tile.width <= tileWidth(tile.level, tile.index, size);
}

/** The stored nodes a hash tile consists of, in order, so that a store can read them in one query. */
export function tileNodes({ level, index, width }: HashTile): NodeId[] {
  return Array.from({ length: width }, (_, offset) => ({ level: level * TILE_HEIGHT, index: index * TILE_WIDTH + offset }));
}

/** The bytes of a hash tile: its nodes one after the other. */
export async function hashTile(tile: HashTile, readNode: NodeReader): Promise<Buffer> {
  return Buffer.concat(await Promise.all(tileNodes(tile).map((node) => readNode(node.level, node.index))));
}

/** The bytes of an entry bundle: each entry behind its length in two bytes, big-endian. Throws a RangeError over 65,535 bytes. */
export function entryBundle(entries: readonly Uint8Array[]): Buffer {
  return Buffer.concat(entries.flatMap((entry) => [lengthPrefix(entry), entry]));
}

function lengthPrefix(entry: Uint8Array): Buffer {
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(entry.length);
  return prefix;
}
