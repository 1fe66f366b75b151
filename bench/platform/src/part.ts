import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@gongshu/local-servers';

/** A server the benchmark compares with, in a process of its own. */
export interface Part {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

const PATIENCE_MILLISECONDS = 10_000;

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Waits until the process listens. @throws Error when it ends before, or does not listen in time */
export async function startedPart(child: ChildProcess, port: number, ending: NodeJS.Signals): Promise<Part> {
  const end = performance.now() + PATIENCE_MILLISECONDS;
  const exited = once(child, 'exit');
  while (!(await connects(port))) {
    if (child.exitCode !== null || performance.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`nothing listens on port ${String(port)}`);
    }
    await delay(20);
  }
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill(ending);
      await exited;
    },
  };
}

export type NodePart = { readonly kind: 'upstream'; readonly port: number; readonly body: string; readonly delayMilliseconds: number } | { readonly kind: 'proxy'; readonly port: number; readonly upstream: number };

async function startNode(part: NodePart): Promise<Part> {
  const child = fork(join(import.meta.dirname, 'node-part-process.js'));
  child.send(part);
  return startedPart(child, part.port, 'SIGKILL');
}

/** Answers every request with one body, after as long as it is told to take. */
export async function nodeUpstream(body: string, delayMilliseconds = 0): Promise<Part> {
  return startNode({ kind: 'upstream', port: await freePort(), body, delayMilliseconds });
}

export async function nodeProxy(upstream: number): Promise<Part> {
  return startNode({ kind: 'proxy', port: await freePort(), upstream });
}
