import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { findNatsServer } from './find-nats-server.js';
import { startInKilledProcess } from './killed-process.js';
import { startNatsServer, type RunningNatsServer } from './nats-server.js';
import { startMark } from './processes.js';

const OPEN = 'server_name: one\njetstream: enabled';
const CLOSED = `${OPEN}\nauthorization { user: u, password: p }`;
let dir: string;
let server: RunningNatsServer | undefined;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gongshu-nats-'));
});
afterEach(async () => {
  await server?.stop();
  await rm(dir, { recursive: true });
});

/** What the server tells of itself to whoever connects. */
function greeting(port: number): Promise<{ server_id: string; jetstream?: boolean; auth_required?: boolean }> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }).once('error', reject);
    socket.once('data', (line) => {
      socket.destroy();
      resolve(JSON.parse(line.toString().replace('INFO ', '')) as { server_id: string });
    });
  });
}

describe('startNatsServer', () => {
  it('starts with a store in its folder and secrets only its user can read, and stops', async () => {
    server = await startNatsServer({ config: OPEN, port: 0, dir });
    expect((await greeting(server.port)).jetstream).toBe(true);
    expect(server.url).toBe(`nats://127.0.0.1:${server.port}`);
    expect((await stat(join(dir, 'nats.conf'))).mode & 0o777).toBe(0o600);
    expect(existsSync(join(dir, 'jetstream'))).toBe(true);
    await server.stop();
    await server.exited;
    await expect(greeting(server.port)).rejects.toThrow('ECONNREFUSED');
  });

  it('has a new configuration in force when reload resolves', async () => {
    server = await startNatsServer({ config: OPEN, port: 0, dir });
    const before = await greeting(server.port);
    await Promise.all([server.reload(OPEN), server.reload(CLOSED)]);
    const after = await greeting(server.port);
    expect([before.auth_required, after.auth_required]).toEqual([undefined, true]);
    expect(after.server_id).toBe(before.server_id);
  });

  it('keeps the old configuration when the server refuses the new one', async () => {
    server = await startNatsServer({ config: CLOSED, port: 0, dir });
    const before = await readFile(join(dir, 'nats.conf'), 'utf8');
    await expect(server.reload(`${OPEN}\nauthorization {`)).rejects.toThrow('nats.conf.next');
    await expect(server.reload(OPEN.replace('one', 'two'))).rejects.toThrow('not supported for ServerName');
    expect(await readFile(join(dir, 'nats.conf'), 'utf8')).toBe(before);
    expect((await greeting(server.port)).auth_required).toBe(true);
  });

  it('takes over the port from a server whose parent was killed', async () => {
    const options = { config: OPEN, port: 0, dir, bin: await findNatsServer() };
    const orphan = (await startInKilledProcess('nats-server', 'startNatsServer', options)) as { pid: number; port: number };
    server = await startNatsServer({ ...options, port: orphan.port });
    expect(startMark(orphan.pid)).toBeUndefined();
    expect((await greeting(orphan.port)).jetstream).toBe(true);
  });

  it('leaves a server alone whose owner lives', async () => {
    server = await startNatsServer({ config: OPEN, port: 0, dir });
    await expect(startNatsServer({ config: OPEN, port: 0, dir })).rejects.toThrow(`in use by process ${process.pid}`);
    expect((await greeting(server.port)).jetstream).toBe(true);
  });

  it('says why the server did not start', async () => {
    await expect(startNatsServer({ config: 'no_such_setting: 1', port: 0, dir })).rejects.toThrow('unknown field "no_such_setting"');
  });
});
