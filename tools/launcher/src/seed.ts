import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Home } from './home.js';
import { gatewayUrl } from './node-plan.js';
import type { Topology, TopologyNode } from './topology.js';

/** One party of a demo, as written to demo-credentials.json. */
export interface DemoCredential {
  readonly party: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly role: string;
  readonly organisation: string;
  readonly organisationId: string;
  readonly division: string;
  readonly gatewayUrl: string;
  readonly publicUrl?: string;
}

async function call(method: string, url: string, token: string | null, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${String(response.status)} ${text}`);
  return JSON.parse(text);
}

export async function fetchToken(gateway: string, clientId: string, clientSecret: string): Promise<string> {
  const answer = (await call('POST', `${gateway}/v1/token`, null, { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret })) as { access_token: string };
  return answer.access_token;
}

/** The parties of a demo, as the last seeding wrote them. */
export async function demoCredentials(home: Home): Promise<DemoCredential[]> {
  return JSON.parse(await readFile(home.credentials, 'utf8')) as DemoCredential[];
}

async function stillValid(home: Home, topology: Topology): Promise<boolean> {
  try {
    const kept = await demoCredentials(home);
    const first = kept[0];
    if (first === undefined || topology.parties.some(({ clientId }) => !kept.some((entry) => entry.clientId === clientId))) return false;
    await fetchToken(first.gatewayUrl, first.clientId, first.clientSecret);
    return true;
  } catch {
    return false;
  }
}

async function whenReady(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const ready = await fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    if (attempt > 600) throw new Error(`${url} does not become ready`);
    await delay(50);
  }
}

/** Registers nodes, organisations and clients through the REST API as an operator would, and writes the parties' credentials. A platform that has them already is left alone. */
export async function seed(topology: Topology, home: Home, basePort: number, say: (line: string) => void): Promise<void> {
  const urlOf = (code: string): string => gatewayUrl(nodeOf(topology, code), basePort);
  await Promise.all(topology.nodes.map(({ code }) => whenReady(urlOf(code))));
  if (await stillValid(home, topology)) return;
  say('登记机构与演示用户 … Registering organisations and demo parties …');
  const tokens = new Map<string, string>();
  for (const { code } of topology.nodes.filter(({ kind }) => kind === 'NODE')) {
    tokens.set(code, await fetchToken(urlOf(code), 'platform-operator', home.secrets[code]?.operator ?? ''));
  }
  for (const { code, name, level, kind, parent, constructionPlan } of topology.nodes) {
    if (parent === undefined) continue;
    await call('PUT', `${urlOf(parent)}/v1/nodes/${code}`, tokens.get(parent) ?? null, { name, level, kind, ...(constructionPlan === undefined ? {} : { constructionPlan }) });
  }
  for (const { id, node, ...rest } of topology.organisations) {
    await call('PUT', `${urlOf(node)}/v1/organisations/${id}`, tokens.get(node) ?? null, rest);
  }
  const credentials = await Promise.all(
    topology.parties.map(async ({ clientId, organisation: organisationId, roles, at }): Promise<DemoCredential> => {
      const organisation = topology.organisations.find(({ id }) => id === organisationId);
      if (organisation === undefined) throw new Error(`party ${clientId} names the unknown organisation ${organisationId}`);
      const registered = (await call('PUT', `${urlOf(organisation.node)}/v1/clients/${clientId}`, tokens.get(organisation.node) ?? null, { organisationId, roles })) as {
        clientSecret: string;
      };
      const place = nodeOf(topology, at);
      return {
        party: clientId,
        clientId,
        clientSecret: registered.clientSecret,
        role: roles.join(' '),
        organisation: organisation.name,
        organisationId,
        division: organisation.division,
        gatewayUrl: urlOf(at),
        ...(place.ports.public === undefined ? {} : { publicUrl: `http://127.0.0.1:${String(basePort + place.ports.public)}` }),
      };
    }),
  );
  // Some laws let a department ask for data only when it has named its data administrator.
  const since = new Date().toISOString().slice(0, 10);
  const administered = new Set(topology.parties.filter(({ roles }) => roles.includes('DATA_ADMINISTRATOR')).map(({ organisation }) => organisation));
  for (const { id, node } of topology.organisations.filter((organisation) => administered.has(organisation.id))) {
    await call('PUT', `${urlOf(node)}/v1/organisations/${id}/staff/administrator`, tokens.get(node) ?? null, { name: '数据管理员(演示)', duties: ['DATA_ADMINISTRATOR'], since });
  }
  await writeFile(home.credentials, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}

function nodeOf(topology: Topology, code: string): TopologyNode {
  const node = topology.nodes.find((candidate) => candidate.code === code);
  if (node === undefined) throw new Error(`the topology has no node ${code}`);
  return node;
}
