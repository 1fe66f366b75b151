import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from '@gongshu/service-kit';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export interface Place {
  /** Folder of the platform's data. */
  readonly home: string;
  readonly port: number;
  /** A PostgreSQL server of the test's own; the launcher's when absent. */
  readonly postgresUrl?: string;
  /** Gives the ports free for others. */
  release(): Promise<void>;
}

/** A compiled program of the repository in a process of its own, as a user runs it, with what it prints. */
export class RunningProgram {
  /** Resolves with the exit code; null when it was killed. */
  readonly exited: Promise<number | null>;
  private text = '';

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (this.text += part));
    this.exited = new Promise((resolve) => child.once('close', (code) => resolve(code)));
  }

  /** @param file compiled entry, from the root of the repository */
  static start(file: string, args: readonly string[], { home, port, postgresUrl }: Place): RunningProgram {
    const env = { ...environment(), GONGSHU_HOME: home, GONGSHU_PORT: String(port), ...(postgresUrl === undefined ? {} : { PG_URL: postgresUrl }) };
    // Without the options of the test's own process, which runs sources.
    return new RunningProgram(fork(join(ROOT, file), [...args], { cwd: ROOT, env, execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] }));
  }

  get output(): string {
    return this.text;
  }

  /** Its next message; asks for one with `question`. @throws Error with its output when it ends before */
  async word<T>(question?: unknown): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const { child } = this;
      const ended = (code: number | null): void => reject(new Error(`it ended with ${String(code)}:\n${this.text}`));
      child.once('close', ended);
      child.once('message', (word) => {
        child.off('close', ended);
        resolve(word as T);
      });
      if (question !== undefined) child.send(question as object, (error) => (error === null ? undefined : reject(error)));
    });
  }

  async signal(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exited;
  }
}

/** Processes started with an argument that holds the text. */
export function processesNaming(text: string): string[] {
  const all = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return all.filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}
