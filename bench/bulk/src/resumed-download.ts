import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { BulkPlatform } from './bulk-platform.js';

/** Deterministic numbers in [0, 1) (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function openFile(platform: BulkPlatform, from: number): Promise<IncomingMessage> {
  for (;;) {
    const answer = await platform.open('/file', 'FILE', { range: `bytes=${String(from)}-` });
    if (answer.statusCode === 206) return answer;
    answer.resume();
    if (answer.statusCode !== 503) throw new Error(`the file was refused with ${String(answer.statusCode)}`);
  }
}

/** Downloads the file, cuts the connection at so many random offsets and goes on from there. Answers what came of it. */
export async function resumedDownload(platform: BulkPlatform, { kills, seed, expected }: { kills: number; seed: number; expected: string }): Promise<string> {
  const random = numbersFrom(seed);
  const before = await platform.memory();
  const first = await openFile(platform, 0);
  const size = Number(first.headers['content-range']?.split('/')[1]);
  first.destroy();
  const cuts = Array.from({ length: kills }, () => Math.floor(random() * size)).sort((a, b) => a - b);
  const hash = createHash('sha256');
  let at = 0;
  let most = before;
  const started = performance.now();
  for (const end of [...cuts, size]) {
    if (end === at) continue;
    const answer = await openFile(platform, at);
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      const wanted = chunk.subarray(0, end - at);
      hash.update(wanted);
      at += wanted.length;
      if (at >= end) break;
    }
    answer.destroy();
    most = Math.max(most, await platform.memory());
  }
  const seconds = (performance.now() - started) / 1_000;
  const equal = hash.digest('hex') === expected;
  if (!equal) process.exitCode = 1;
  return `download of ${(size / 1024 ** 3).toFixed(2)} GiB cut at ${String(kills)} offsets (seed ${String(seed)}) and resumed: ${equal ? 'equal byte for byte' : 'NOT EQUAL'}, ${(size / 1024 ** 2 / seconds).toFixed(0)} MiB/s, memory of the exchange ${before.toFixed(0)} MiB before, at most ${most.toFixed(0)} MiB`;
}
