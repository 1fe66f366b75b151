import { chmod, copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findNatsServer } from './find-nats-server.js';

const environment = { PATH: process.env['PATH'], NATS_SERVER_BIN: process.env['NATS_SERVER_BIN'] };
const hasDpkg = ['/usr/bin/dpkg-deb', '/bin/dpkg-deb'].some((path) => execFileSync('sh', ['-c', `test -x ${path} && echo yes || true`]).length > 0);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gongshu-find-'));
  delete process.env['NATS_SERVER_BIN'];
});
afterEach(async () => {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await rm(folder, { recursive: true });
});

const nowhere = () => ({ searchPath: [], cacheDir: join(folder, 'cache') });

/** An apt-get that knows the package only from lists it has fetched itself, as in a container image without lists. */
async function installAptGet(): Promise<void> {
  const tree = join(folder, 'package');
  await mkdir(join(tree, 'DEBIAN'), { recursive: true });
  await mkdir(join(tree, 'usr', 'sbin'), { recursive: true });
  await writeFile(join(tree, 'DEBIAN', 'control'), 'Package: nats-server\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: test\n');
  await copyFile(await findNatsServer(), join(tree, 'usr', 'sbin', 'nats-server'));
  execFileSync('dpkg-deb', ['-Znone', '-b', tree, join(folder, 'made.deb')]);
  const aptGet = join(folder, 'apt-get');
  await writeFile(
    aptGet,
    `#!/bin/sh
echo "$@" >> ${folder}/calls
for argument; do case $argument in Dir::State::Lists=*) lists=\${argument#*=};; esac; done
case "$@" in
  *update) touch "$lists/fetched";;
  *"download nats-server") test -e "$lists/fetched" && cp ${folder}/made.deb nats-server_1_all.deb;;
esac
`,
  );
  await chmod(aptGet, 0o755);
  process.env['PATH'] = `${folder}:${environment.PATH}`;
}

describe('findNatsServer', () => {
  it('takes NATS_SERVER_BIN before anything else and refuses one that cannot run', async () => {
    process.env['NATS_SERVER_BIN'] = process.execPath;
    expect(await findNatsServer()).toBe(process.execPath);
    process.env['NATS_SERVER_BIN'] = join(folder, 'absent');
    await expect(findNatsServer()).rejects.toThrow('NATS_SERVER_BIN is not an executable file');
  });

  it.runIf(hasDpkg)("fills the cache from the system's package once", async () => {
    await installAptGet();
    const found = await findNatsServer(nowhere());
    expect(execFileSync(found, ['-v'], { encoding: 'utf8' })).toContain('nats-server');
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    expect(calls.map((call) => /(update|download nats-server)$/.exec(call)?.[0])).toEqual(['download nats-server', 'update', 'download nats-server']);
    expect(await findNatsServer(nowhere())).toBe(found);
    expect((await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')).toHaveLength(3);
    expect(await readdir(join(folder, 'cache'))).toEqual(['nats-server']);
  });

  it('names three ways to get one when there is none', async () => {
    process.env['PATH'] = folder;
    await expect(findNatsServer(nowhere())).rejects.toThrow(/三种办法[^]*Three ways[^]*NATS_SERVER_BIN/);
    expect(await readdir(join(folder, 'cache'))).toEqual([]);
  });
});
