import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { zip } from './zip.js';

async function* parts(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}
async function archive(files: Readonly<Record<string, readonly Buffer[]>>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const members = Object.entries(files).map(([name, content]) => ({ name, bytes: Buffer.concat(content).length, open: () => Promise.resolve(parts(...content)) }));
  for await (const chunk of zip(members)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

describe('an archive', () => {
  it('is read back by another’s reader, and is always the same', async () => {
    const files = { 'data.csv': [Buffer.from('a,b\n'), Buffer.from('1,行\n')], 'manifest.json': [Buffer.from('{}')], empty: [] };
    const bytes = await archive(files);
    expect(Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, Buffer.from(content).toString()]))).toEqual({ 'data.csv': 'a,b\n1,行\n', 'manifest.json': '{}', empty: '' });
    expect(Buffer.compare(bytes, await archive(files))).toBe(0);
  });

  it('tells sizes and places beyond 4 GiB in the wide fields of ZIP64', async () => {
    const mebibyte = Buffer.alloc(1024 * 1024);
    async function* large(): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 4_097; count += 1) yield await Promise.resolve(mebibyte);
    }
    const bytes = 4_097 * mebibyte.length;
    let tail = Buffer.alloc(0);
    let total = 0;
    for await (const chunk of zip([{ name: 'large', bytes, open: () => Promise.resolve(large()) }, { name: 'small', bytes: 1, open: () => Promise.resolve(parts(Buffer.from('x'))) }])) {
      total += chunk.length;
      tail = Buffer.concat([tail, chunk]).subarray(-2_000);
    }
    const at = tail.indexOf(Buffer.from([0x50, 0x4b, 0x06, 0x06]));
    const [count, size, offset] = [32, 40, 48].map((place) => Number(tail.readBigUInt64LE(at + place)));
    expect([count, Number(offset) + Number(size)]).toEqual([2, total - (tail.length - at)]);
    const entry = tail.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    // Size, packed size of the first; its name has five letters.
    expect([tail.readUInt32LE(entry + 20), Number(tail.readBigUInt64LE(entry + 46 + 5 + 4)), Number(tail.readBigUInt64LE(entry + 46 + 5 + 12))]).toEqual([0xffff_ffff, bytes, bytes]);
  }, 30_000);
});
