import type { LogClient } from './log-client.js';
import { attempt, held, LogFault } from './report.js';
import type { Finding } from './report.js';
import { hashOfEntry, rootOf } from './tree.js';

const TILE_WIDTH = 256;
const BUNDLES_AT_ONCE = 8;

/** What the later checks need to know about the entries; a log is not kept in memory whole. */
export interface Wanted {
  readonly indexes: readonly number[];
  readonly sizes: readonly number[];
}

export interface DerivedLog {
  readonly leafHashes: ReadonlyMap<number, Buffer>;
  readonly roots: ReadonlyMap<number, Buffer>;
  /** Whether the served hash tiles are what the entries hash to, and where first they are not. */
  readonly tileFinding: Finding;
}

/** Fetches every entry, hashes it, and compares the hash tiles of all levels with what the entries give. Throws a LogFault. */
export async function readEntries(client: LogClient, size: number, wanted: Wanted): Promise<DerivedLog> {
  const leafHashes = new Map<number, Buffer>();
  const roots = new Map<number, Buffer>([[0, rootOf([])]]);
  const blockRoots: Buffer[] = [];
  const tileFaults: Finding[] = [];

  const takeBlock = (start: number, hashes: readonly Buffer[]): void => {
    const end = start + hashes.length;
    for (const index of wanted.indexes) {
      const hash = hashes[index - start];
      if (hash !== undefined) leafHashes.set(index, hash);
    }
    for (const at of wanted.sizes) {
      if (at > start && at <= end) roots.set(at, rootOf([...blockRoots, rootOf(hashes.slice(0, at - start))]));
    }
    blockRoots.push(rootOf(hashes));
  };

  const bundles = Math.ceil(size / TILE_WIDTH);
  for (let first = 0; first < bundles; first += BUNDLES_AT_ONCE) {
    const indexes = Array.from({ length: Math.min(BUNDLES_AT_ONCE, bundles - first) }, (_, at) => first + at);
    const blocks = await Promise.all(indexes.map((index) => readBlock(client, index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH))));
    for (const [at, hashes] of blocks.entries()) {
      takeBlock((first + at) * TILE_WIDTH, hashes);
      await attempt(tileFaults, 'tiles', () => compareTile(client, 0, first + at, hashes));
    }
  }
  let row: readonly Buffer[] = blockRoots.slice(0, Math.floor(size / TILE_WIDTH));
  for (let level = 1; row.length > 0; level += 1) {
    const tiles = Array.from({ length: Math.ceil(row.length / TILE_WIDTH) }, (_, at) => row.slice(at * TILE_WIDTH, (at + 1) * TILE_WIDTH));
    for (const [index, hashes] of tiles.entries()) await attempt(tileFaults, 'tiles', () => compareTile(client, level, index, hashes));
    row = tiles.filter((tile) => tile.length === TILE_WIDTH).map(rootOf);
  }
  // Lower levels come first: their first difference is the narrowest place that can be named.
  return { leafHashes, roots, tileFinding: tileFaults[0] ?? held('tiles', '各层哈希瓦片与条目一致', 'the hash tiles of all levels agree with the entries') };
}

async function readBlock(client: LogClient, index: number, width: number): Promise<Buffer[]> {
  return (await client.entryBundle(index, width)).map(hashOfEntry);
}

async function compareTile(client: LogClient, level: number, index: number, own: readonly Buffer[]): Promise<void> {
  const served = await client.hashTile(level, index, own.length);
  const differs = own.findIndex((hash, at) => !hash.equals(served[at] as Buffer));
  if (differs < 0) return;
  const node = index * TILE_WIDTH + differs;
  if (level === 0) throw new LogFault(`第 ${node} 条与瓦片中的叶哈希不符`, `entry ${node} and its leaf hash in the tile differ: one of them was changed`, node);
  const [from, to] = [node * TILE_WIDTH ** level, (node + 1) * TILE_WIDTH ** level - 1];
  throw new LogFault(`第 ${from} 至 ${to} 条与第 ${level} 层瓦片不符`, `the entries ${from} to ${to} and the tile of level ${level} differ: something there was changed`);
}
