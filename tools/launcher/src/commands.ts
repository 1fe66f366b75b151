import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startCommand } from './start-command.js';

type Command = (args: readonly string[], root: string) => Promise<void>;

/** Runs another program in the foreground and ends with its exit code. */
async function foreground(program: string, args: readonly string[], root: string): Promise<void> {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit' });
  process.on('SIGINT', () => undefined);
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Runs a compiled program of the repository in a process of its own. */
function program(path: string): Command {
  return (args, root) => foreground(process.execPath, [join(root, path), ...args], root);
}

const runService: Command = async (args, root) => {
  const [name = '', ...rest] = args;
  const main = join(root, 'apps', name, 'dist/main.js');
  if (!/^[a-z-]+$/.test(name) || !existsSync(main)) throw new Error(`There is no service "${name}". Usage: npm run start:service -- sharing [migrate]`);
  process.argv = [process.execPath, main, ...rest];
  await import(pathToFileURL(main).href);
};

/** What tools/bootstrap.mjs hands over to: one command for each script of package.json. */
export const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  demo: program('tools/demo/dist/main.js'),
  service: runService,
  test: (args, root) => foreground(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args], root),
  'audit-verify': program('tools/audit-verify/dist/main.js'),
  'receipt-verify': program('tools/receipt-verify/dist/main.js'),
  'pack-check': program('tools/pack-check/dist/main.js'),
  contracts: async () => (await import('@gongshu/gateway')).publishOpenApi(),
  bench: (args, root) => program(`bench/${(args[0] ?? 'governed-call').replaceAll(/[^a-z-]/g, '')}/dist/main.js`)(args.slice(1), root),
};
