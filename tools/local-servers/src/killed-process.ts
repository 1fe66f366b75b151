import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { build } from 'vite';

/**
 * For tests: calls a function of one of our files in a process of its own, then kills that process with SIGKILL, so that
 * what it started is an orphan. Returns what the function resolved to, without its functions.
 */
export async function startInKilledProcess(file: string, name: string, argument: unknown): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshu-killed-'));
  try {
    const entry = join(import.meta.dirname, `${file}.ts`);
    await build({ configFile: false, logLevel: 'silent', build: { ssr: entry, outDir: folder, rollupOptions: { output: { entryFileNames: 'built.mjs' } } } });
    const script = join(folder, 'run.mjs');
    await writeFile(script, `import { ${name} } from './built.mjs';\nconsole.log(JSON.stringify(await ${name}(JSON.parse(process.argv[2]))));\n`);
    const child = spawn(process.execPath, [script, JSON.stringify(argument)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => ['']) ])) as [string];
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    if (line === '') throw new Error(`${name} failed in its process`);
    return JSON.parse(line);
  } finally {
    await rm(folder, { recursive: true });
  }
}
