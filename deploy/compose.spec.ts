import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { SERVICE_NAMES } from '@gongshu/contracts';
import { readSettings } from '@gongshu/service-kit';
import { ROOT } from './rendered.js';
import { APPS, commandOf, namesOf, secretNamesOf, settingsOf, type App } from './settings-in-force.js';

interface ComposeService {
  readonly image: string;
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly command?: readonly string[];
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as { services: Record<string, ComposeService>; networks: Record<string, { internal?: boolean }> };
const service = (name: string): ComposeService => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return found;
};
const environmentOf = (app: App): Readonly<Record<string, string>> => service(app).environment ?? {};
/** What compose puts in: a variable that must be given is "given". */
const filled = (value: string): string => value.replaceAll(/\$\{[A-Z_]+:\?\}/g, 'given').replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');

describe('docker-compose.yml', () => {
  it('runs every program of a node apart, one migration for each service, and the two servers', () => {
    const migrations = SERVICE_NAMES.map((name) => `${name}-migration`);
    expect(Object.keys(compose.services).sort()).toEqual([...APPS, ...migrations, 'postgres', 'nats', 'nats-configuration'].sort());
    for (const app of APPS) expect(service(app).command).toEqual(commandOf(app));
    for (const name of SERVICE_NAMES) expect(service(`${name}-migration`).command).toEqual(['node', `apps/${name}/dist/main.js`, 'migrate']);
  });

  it.each(APPS.map((app) => [app]))('gives %s every setting it reads, none that it does not, and values it accepts', (app) => {
    expect(Object.keys(environmentOf(app)).sort()).toEqual(namesOf(settingsOf(app)));
    const source = Object.fromEntries(Object.entries(environmentOf(app)).map(([name, value]) => [name, filled(value)]));
    expect(() => readSettings(settingsOf(app), source)).not.toThrow();
  });

  it('takes every secret from outside, and refuses to start without one that is needed', () => {
    const mayBeEmpty = ['AUDIT_KEY_PEM', 'AUDIT_WITNESS_KEY_PEM', 'DOCUMENT_KEY_PEM', 'FILE_STORE_KEY_ID', 'FILE_STORE_SECRET', 'PARENT_NATS_PASSWORD'];
    for (const app of APPS) {
      for (const name of secretNamesOf(settingsOf(app))) {
        const value = environmentOf(app)[name] ?? '';
        if (mayBeEmpty.includes(name)) expect(value, app).toBe(`\${${name}:-}`);
        else expect(value, `${app} ${name}`).toMatch(/\$\{[A-Z_]+:\?\}/);
      }
    }
    for (const [name, value] of Object.entries({ ...service('postgres').environment, ...service('nats-configuration').environment })) {
      if (name.includes('PASSWORD')) expect(value).toBe(`\${${name}:?}`);
    }
  });

  it('gives each service a database and a bus user of its own', () => {
    for (const name of SERVICE_NAMES) {
      const suffix = name.toUpperCase().replaceAll('-', '_');
      expect(environmentOf(name)).toMatchObject({
        DATABASE_URL: `postgresql://${name}:\${DATABASE_PASSWORD_${suffix}:?}@postgres:5432/${name}`,
        NATS_USER: name,
        NATS_PASSWORD: `\${NATS_PASSWORD_${suffix}:?}`,
        MIGRATE_ON_START: 'false',
      });
      expect(service(name).depends_on).toMatchObject({ [`${name}-migration`]: { condition: 'service_completed_successfully' }, nats: { condition: 'service_healthy' } });
    }
  });

  it('asks every program on its ops port whether it is ready', () => {
    for (const app of APPS) {
      expect(service(app).healthcheck?.test.join(' '), app).toContain(`http://127.0.0.1:${String(environmentOf(app)['OPS_PORT'])}/health/ready`);
    }
    for (const server of ['postgres', 'nats']) expect(service(server).healthcheck?.test.length).toBeGreaterThan(0);
  });

  it('confines every container, and lets none but the gateway reach outside or be reached', () => {
    expect(compose.networks['node']).toEqual({ internal: true });
    for (const [name, container] of Object.entries(compose.services)) {
      expect(container, name).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], user: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/) });
      expect(container.image, name).toMatch(/:(?!latest$)[\w.-]+$/);
      expect(container.networks, name).toEqual(name === 'gateway' ? ['node', 'outside'] : ['node']);
      expect(container.ports === undefined, name).toBe(name !== 'gateway');
    }
    for (const port of service('gateway').ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('finds every variable it asks for in what new-secrets.sh prints', () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+):\?\}/g)].map(([, name]) => name));
    const printed = execFileSync('bash', [join(ROOT, 'deploy/compose/new-secrets.sh')], { encoding: 'utf8' }).trim().split('\n');
    for (const line of printed) expect(line).toMatch(/^[A-Z_]+=[0-9a-f]{48}$/);
    expect(printed.map((line) => line.split('=')[0]).sort()).toEqual([...asked].sort());
  });
});
