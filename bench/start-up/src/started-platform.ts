import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { PlatformProcesses } from '@gongshu/launcher';
import { environment } from '@gongshu/service-kit';

export interface StartedPlatform {
  /** From the command to "ready", the check whether something is to be compiled included. */
  readonly seconds: number;
  readonly launcher: number;
  readonly processes: PlatformProcesses;
  /** Answers the seconds it took. */
  end(): Promise<number>;
  stop(): Promise<void>;
}

/** `npm start`, without npm. */
export async function startPlatform(root: string, topology: string, place: { home: string; port: number }): Promise<StartedPlatform> {
  const began = performance.now();
  const env = { ...environment(), GONGSHU_HOME: place.home, GONGSHU_PORT: String(place.port) };
  const child = fork(join(root, 'tools/bootstrap.mjs'), ['start', '--topology', topology], { cwd: root, env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const end = async (): Promise<number> => {
    const stopping = performance.now();
    child.kill('SIGTERM');
    await ended;
    return (performance.now() - stopping) / 1000;
  };
  const { processes } = await new Promise<{ processes: PlatformProcesses }>((resolve, reject) => {
    child.once('message', (word) => resolve(word as { processes: PlatformProcesses }));
    child.once('exit', (code) => reject(new Error(`the platform did not start (exit ${String(code)})`)));
  });
  return {
    seconds: (performance.now() - began) / 1000,
    launcher: child.pid ?? 0,
    processes,
    end,
    stop: async () => {
      await end();
    },
  };
}
