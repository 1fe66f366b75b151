import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { SERVICE_NAMES } from '@gongshu/contracts';
import { startNatsServer } from '@gongshu/local-servers';
import { createLogger, FederationLink, systemClock } from '@gongshu/service-kit';
import { eventually } from '@gongshu/testing';
import { configurationOf } from './configuration-of.js';

const users = [...SERVICE_NAMES, 'gateway'];
const alone = ['node: "130000"', 'passwords:', ...users.map((user) => `  ${user}: ANY`), 'federation: OWN'].join('\n');
const withChild = `${alone}\nchildren:\n  - { code: "130100", password: CHILD }`;
const passwords = { ANY: 'password of the services', OWN: 'password of the node', CHILD: 'password of the child' };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('a child joins by a reload and is cut off by the next, while the node’s own connection stays', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'gongshu-neighbours-'));
  closing.push(() => rm(dir, { recursive: true, force: true }));
  const server = await startNatsServer({ config: configurationOf(alone, passwords), port: 0, dir });
  closing.push(() => server.stop());
  const link = (own: string, password: string, callers: string): FederationLink => {
    const made = new FederationLink({ own, url: server.url, password, caFile: '', callers, clock: systemClock, logger: createLogger('silent', { node: own, service: 'federation' }) });
    closing.push(() => made.close());
    return made;
  };
  let connections = 0;
  const node = link('130000', passwords.OWN, '*');
  node.serve('greet', (caller) => Promise.resolve({ welcome: caller }));
  node.onConnected(() => (connections += 1));
  await node.start('now');

  const child = link('130100', passwords.CHILD, '130000');
  await expect(child.start('now')).rejects.toThrow(/authorization/i);

  await server.reload(configurationOf(withChild, passwords));
  await child.start('now');
  expect(await child.call('130000', 'greet', {})).toEqual({ welcome: '130100' });

  await server.reload(configurationOf(alone, passwords));
  await eventually(() => !child.isConnected());
  expect(connections).toBe(1);
});
