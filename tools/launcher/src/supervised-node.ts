import { fork, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NodePlan } from './node-plan.js';

const RESTART_MILLISECONDS = 500;
const STOP_MILLISECONDS = 15_000;

interface Word {
  readonly ready: boolean;
  readonly reason?: string;
}

/** A node's process, kept alive: when it dies without having been told to, it is started again with the same plan. */
export class SupervisedNode {
  private child: ChildProcess | null = null;
  private stopped = false;

  constructor(
    private readonly plan: NodePlan,
    private readonly logs: string,
    private readonly say: (line: string) => void,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the node is ready. @throws Error with the node's own words when it cannot start */
  async start(): Promise<void> {
    const log = openSync(join(this.logs, `node-${this.plan.code}.log`), 'a');
    // Its own process group: Ctrl-C reaches the launcher alone, which stops things in their order.
    const child = fork(join(import.meta.dirname, 'node-process.js'), [], { stdio: ['ignore', log, log, 'ipc'], detached: true });
    this.child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('message', (word: Word) => {
        if (word.ready) resolve();
        else reject(new Error(word.reason ?? 'the node did not start'));
      });
      child.once('exit', (code) => reject(new Error(`node ${this.plan.code} ended with ${String(code)}; see ${this.logs}`)));
      child.once('error', reject);
      child.send(this.plan);
    });
    child.once('exit', () => {
      if (!this.stopped) void this.revive();
    });
  }

  private async revive(): Promise<void> {
    this.say(`节点 ${this.plan.code} 的进程意外退出,正在重新启动。 The process of node ${this.plan.code} died; starting it again.`);
    while (!this.stopped) {
      await delay(RESTART_MILLISECONDS);
      try {
        await this.start();
        return;
      } catch (error) {
        this.say(`${this.plan.code}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
    await gone;
    clearTimeout(timer);
  }
}
