import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findNatsServer } from '@gongshu/local-servers';
import { configurationOf } from '@gongshu/nats-configuration';
import { ROOT } from './rendered.js';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const anyPassword = new Proxy<Record<string, string>>({}, { get: (_target, name) => `a password for ${String(name)}` });

describe('NATS', () => {
  let folder: string;
  let server: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gongshu-nats-'));
    server = await findNatsServer();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The server reads a configuration and says what it has against it. */
  const check = (configuration: string): string => {
    const file = join(folder, 'server.conf');
    writeFileSync(file, configuration);
    return execFileSync(server, ['-t', '-c', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  };

  it.each(['deploy/nats/parties-province.yaml', 'deploy/nats/parties-city.yaml', 'deploy/compose/parties.yaml'])('accepts the accounts of %s', (parties) => {
    const configuration = configurationOf(read(parties), anyPassword);
    expect(() => check(configuration)).not.toThrow();
    expect(() => check(`${configuration}\naccounts {`)).toThrow();
  });

  it('accepts the configuration of docker-compose.yml', () => {
    writeFileSync(join(folder, 'accounts.conf'), configurationOf(read('deploy/compose/parties.yaml'), anyPassword));
    const configuration = read('deploy/nats/server.conf');
    expect(configuration).toContain('sync_interval: always');
    // Servers of a workstation may be older than the first that knows sync_interval.
    const local = configuration.replace('../../var/lib/gongshu/accounts.conf', 'accounts.conf').replace('/var/lib/gongshu/jetstream', folder).replace('sync_interval: always', '');
    expect(() => check(local)).not.toThrow();
  });

  it.each(['province', 'city'])('of a %s runs a version that is fit for production, syncs always, speaks TLS, and has its accounts from a Secret', (level) => {
    const values = parse(read(`deploy/nats/values-${level}.yaml`)) as {
      container: { image: { tag: string }; patch: { value: { name: string; mountPath: string } }[] };
      config: { jetstream: unknown; nats: unknown; leafnodes: unknown; merge: { $include: string } };
      podTemplate: { patch: { value: unknown }[] };
    };
    const [major = 0, minor = 0, patch = 0] = values.container.image.tag.split(/[.-]/).map(Number);
    expect(major * 1_000_000 + minor * 1_000 + patch).toBeGreaterThanOrEqual(2_014_005);
    expect(values.config).toMatchObject({ jetstream: { enabled: true, merge: { sync_interval: 'always' } }, nats: { tls: { enabled: true } }, leafnodes: { enabled: false } });
    expect(values.podTemplate.patch.map(({ value }) => value)).toEqual([{ name: 'accounts', secret: { secretName: 'nats-accounts' } }]);
    // The chart's file is /etc/nats-config/nats.conf, and an include is relative to it.
    expect(join('/etc/nats-config', values.config.merge.$include)).toBe(`${values.container.patch[0]?.value.mountPath ?? ''}/accounts.conf`);
  });
});
