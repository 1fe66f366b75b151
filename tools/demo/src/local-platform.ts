import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** A platform this demo started, and must stop. */
export interface StartedPlatform {
  stop(): Promise<void>;
}

/** Starts a topology as `npm start` does, and waits until it is ready. */
export async function startLocalPlatform(root: string, topology: string, surroundings: { home: string; port: number; args?: readonly string[] }): Promise<StartedPlatform> {
  const child: ChildProcess = fork(join(root, 'tools/launcher/dist/main.js'), ['start', '--topology', topology, ...(surroundings.args ?? [])], {
    cwd: root,
    env: { ...process.env, GONGSHU_HOME: surroundings.home, GONGSHU_PORT: String(surroundings.port) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`the platform ${topology} did not start (exit ${String(code)})`)));
  });
  return {
    stop: async () => {
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Whether a platform answers on a port. */
export async function platformRuns(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${String(port)}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
