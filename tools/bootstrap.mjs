// The first step of every command: with nothing but Node.js, installs the dependencies and compiles what has changed, then hands over to the compiled TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`需要 Node.js 20.19 或更高版本,当前为 ${process.version}。\nNode.js 20.19 or newer is needed; this is ${process.version}.`);
  process.exit(1);
}

function run(what, program, programArgs) {
  const { status, error } = spawnSync(program, programArgs, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`${what}: ${error ? error.message : `exit ${String(status)}`}`);
  process.exit(1);
}

function installed() {
  const lock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(lock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const have = JSON.parse(readFileSync(lock, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => path === '' || entry.optional || entry.link || have[path]?.version === entry.version);
}

if (!installed()) {
  console.error('安装依赖(首次运行)… Installing dependencies (first run)…');
  run('npm ci', process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund']);
}
run('tsc -b', process.execPath, [join(root, 'node_modules/@typescript/native/bin/tsc'), '-b']);

await import('./launcher/dist/main.js');
