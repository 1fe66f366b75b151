import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endOrphan } from '@gongshu/local-servers';
import type { Home } from './home.js';
import type { NodePlan } from './node-plan.js';

const PID_FILE = '.node-pid';
const RESTART_MILLISECONDS = 500;
const STOP_MILLISECONDS = 15_000;

interface Word {
  readonly ready: boolean;
  readonly reason?: string;
}

/** Ends the nodes a killed launcher left behind: they hold their ports until they have noticed that they are alone. */
export async function endOrphanNodes(folder: string): Promise<void> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(PID_FILE)).map((name) => join(folder, name));
  await Promise.all(files.map((file) => endOrphan(file, file, [['SIGTERM', 5_000], ['SIGKILL', 5_000]])));
}

/** What calls leave behind lives for milliseconds: a larger nursery collects it in less of the processor's time. For the programs that every call passes, as in production. */
function nurseryOf({ gateway, services }: NodePlan): string[] {
  return gateway !== null || services.sharing !== undefined ? ['--max-semi-space-size=64'] : [];
}

/** A node's process, kept alive: when it dies without having been told to, it is started again with the same plan. */
export class SupervisedNode {
  private child: ChildProcess | null = null;
  private readonly pidFile: string;
  private readonly stopping = new AbortController();
  private reviving: Promise<void> = Promise.resolve();

  constructor(
    private readonly plan: NodePlan,
    name: string,
    private readonly home: Pick<Home, 'folder' | 'logs'>,
    private readonly say: (line: string) => void,
  ) {
    this.pidFile = join(home.folder, `${name.replaceAll('/', '-')}${PID_FILE}`);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the node is ready. @throws Error with the node's own words when it cannot start */
  async start(): Promise<void> {
    const log = openSync(join(this.home.logs, `node-${this.plan.code}.log`), 'a');
    // Its own process group: Ctrl-C reaches the launcher alone, which stops things in their order. The argument is for whoever asks whose process it is.
    const child = fork(join(import.meta.dirname, 'node-process.js'), [this.pidFile], { stdio: ['ignore', log, log, 'ipc'], detached: true, execArgv: nurseryOf(this.plan) });
    closeSync(log);
    this.child = child;
    await Promise.all([
      writeFile(this.pidFile, String(child.pid)),
      new Promise<void>((resolve, reject) => {
        child.once('message', (word: Word) => {
          if (word.ready) resolve();
          else reject(new Error(word.reason ?? 'the node did not start'));
        });
        child.once('exit', (code) => reject(new Error(`node ${this.plan.code} ended with ${String(code)}; see ${this.home.logs}`)));
        child.once('error', reject);
        child.send(this.plan);
      }),
    ]);
    child.once('exit', () => {
      if (!this.stopping.signal.aborted) this.reviving = this.revive();
    });
  }

  private async revive(): Promise<void> {
    this.say(`节点 ${this.plan.code} 的进程意外退出,正在重新启动。 The process of node ${this.plan.code} died; starting it again.`);
    for (;;) {
      await delay(RESTART_MILLISECONDS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      try {
        await this.start();
        return;
      } catch (error) {
        this.say(`${this.plan.code}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.end(), this.reviving]);
    await rm(this.pidFile, { force: true });
  }

  private async end(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS);
    await gone;
    clearTimeout(timer);
  }
}
