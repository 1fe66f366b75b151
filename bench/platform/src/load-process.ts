import { Agent, get } from 'node:http';
import { percentile } from './figures.js';
import type { LoadOrder, LoadResult } from './load.js';

/* A closed-loop load generator for machines without wrk: each connection sends its next call when it has the whole answer to the last. */

async function run({ url, headers, connections, seconds }: LoadOrder): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const took: number[] = [];
  let non2xx = 0;
  let socketErrors = 0;
  const began = performance.now();
  const end = began + seconds * 1_000;
  const call = (): Promise<void> =>
    new Promise((resolve) => {
      const sent = performance.now();
      get(url, { agent, headers }, (response) => {
        response.resume();
        response.once('close', () => {
          if (!response.complete) socketErrors += 1;
          else if ((response.statusCode ?? 0) < 200 || (response.statusCode ?? 0) > 299) non2xx += 1;
          took.push(performance.now() - sent);
          resolve();
        });
      }).once('error', () => {
        socketErrors += 1;
        resolve();
      });
    });
  const loop = async (): Promise<void> => {
    while (performance.now() < end) await call();
  };
  await Promise.all(Array.from({ length: connections }, loop));
  const elapsed = (performance.now() - began) / 1_000;
  agent.destroy();
  return { requests: took.length, perSecond: took.length / elapsed, p50Milliseconds: percentile(took, 0.5), p99Milliseconds: percentile(took, 0.99), non2xx, socketErrors };
}

process.once('message', (order: LoadOrder) => {
  void run(order).then((result) => process.send?.(result, () => process.disconnect()));
});
