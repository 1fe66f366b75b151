import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { gibibytes, mebibytes, type MemoryWatch } from '@gongshu/bench-platform';
import { PASSED, type BulkCity, type Passed } from './bulk-city.js';

const MOST_TRIES = 600;
const AGAIN_MILLISECONDS = 500;
const KILLED_EVERY = 10;

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

/** The file from a byte on; whoever was killed is waited for. */
async function openFile(city: BulkCity, from: number, tag: string | undefined): Promise<IncomingMessage> {
  for (let time = 0; time < MOST_TRIES; time += 1) {
    const answer = await city.download({ range: `bytes=${String(from)}-`, ...(tag === undefined ? {} : { 'if-range': tag }) });
    if (answer?.statusCode === 206) return answer;
    const body = answer === null ? '' : await text(answer).catch(() => '');
    if (answer !== null && (answer.statusCode ?? 0) < 500) throw new Error(`the file was answered with ${String(answer.statusCode)}: ${body.slice(0, 500)}`);
    await delay(AGAIN_MILLISECONDS);
  }
  throw new Error('nobody gave the file');
}

/** The whole file once. @throws Error when it is not the one expected */
export async function wholeDownload(city: BulkCity, expected: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of await openFile(city, 0, undefined)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== expected) throw new Error('the downloaded file is not the version');
}

/**
 * Downloads the file through the gateway, is broken off at so many random offsets and goes on from there: mostly it is the client who leaves, every tenth time a process on the way is killed.
 * Answers what came of it.
 */
export async function resumedDownload(city: BulkCity, { kills, seed, expected, memory }: { kills: number; seed: number; expected: string; memory: MemoryWatch<Passed> }): Promise<string> {
  const random = numbersFrom(seed);
  const making = performance.now();
  const first = await openFile(city, 0, undefined);
  const made = (performance.now() - making) / 1_000;
  const { etag } = first.headers;
  const size = Number(first.headers['content-range']?.split('/')[1]);
  first.destroy();
  const cuts = Array.from({ length: kills }, () => Math.floor(random() * size)).sort((a, b) => a - b);
  const hash = createHash('sha256');
  const killed: Record<Passed, number> = { gateway: 0, exchange: 0 };
  let at = 0;
  /** Who was killed and has not been seen since. */
  let awaited: Passed | null = null;
  const started = performance.now();
  for (const [index, end] of [...cuts, size].entries()) {
    // Who was killed may have let more through than was to pass.
    if (end <= at) continue;
    const victim = end === size || index % KILLED_EVERY !== 0 ? null : (PASSED[(index / KILLED_EVERY) % PASSED.length] ?? null);
    const last = victim === null ? end : size;
    while (at < end) {
      const answer = await openFile(city, at, etag);
      if (awaited !== null) memory.again(awaited);
      awaited = null;
      try {
        for await (const chunk of answer as AsyncIterable<Buffer>) {
          const wanted = chunk.subarray(0, last - at);
          hash.update(wanted);
          const before = at;
          at += wanted.length;
          if (victim !== null && before < end && at >= end) {
            city.kill(victim);
            killed[victim] += 1;
            awaited = victim;
          }
          if (at >= last) break;
        }
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'ECONNRESET') throw error;
      }
      answer.destroy();
    }
  }
  const seconds = (performance.now() - started) / 1_000;
  const equal = hash.digest('hex') === expected;
  if (!equal) process.exitCode = 1;
  return [
    `download of ${gibibytes(size).toFixed(2)} GiB through the gateway, the file made in ${made.toFixed(1)} s, cut at ${String(kills)} offsets (seed ${String(seed)}; gateway killed ${String(killed.gateway)} times, exchange ${String(killed.exchange)})`,
    `and resumed: ${equal ? 'equal byte for byte' : 'NOT EQUAL'}, ${(mebibytes(size) / seconds).toFixed(0)} MiB/s`,
  ].join(' ');
}
