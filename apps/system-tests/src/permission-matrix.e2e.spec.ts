import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_REQUESTS, fieldsOf, ROLES, type HttpBinding, type RequestDefinition, type Role } from '@gongshu/contracts';
import { DOUBT, entryContent, grantIsKnown, provideData, publishEntry, REQUEST, USUAL_PARTIES } from './packs/shared-data.js';
import { TestNode, type PartyPlan, type Reply } from './packs/test-node.js';
import { exampleOf } from './valid-example.js';

type Route = RequestDefinition & { readonly http: HttpBinding };
/** The two services that have no part in these cases have their own door tests. */
const ROUTES = ALL_REQUESTS.filter((definition): definition is Route => definition.http !== null && !['open-data', 'federation'].includes(definition.service));
const NOBODY = '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10';
/** Words that stand only in what the stranger may not see. */
const SECRETS = { draft: '未公开的条目甲', scenario: '未公开的场景乙', doubt: '未公开的疑义丙' } as const;

/** One stranger for each role: an organisation of another place, with no part in any case. */
const elsewhere = { division: '130200', level: 'CITY' } as const;
const strangerOf = (role: Role): string => `stranger-${role.toLowerCase().replaceAll('_', '-')}`;
// A named authority acts through its data administrators: it is an organisation of its own here.
const organisationOf = (role: Role): string => (role === 'DATA_AUTHORITY' ? 'strange-authority' : 'stranger');
const STRANGERS: Readonly<Record<string, PartyPlan>> = Object.fromEntries(ROLES.map((role) => [strangerOf(role), { organisation: organisationOf(role), place: elsewhere, roles: [role] }]));

function pathOf({ http, input }: Route, id: string): string {
  const example = exampleOf(input);
  return `/v1${http.path.replaceAll(/\{(\w+)\*?\}/g, (_whole, name: string) => (name === 'id' || name.endsWith('Id') ? id : encodeURIComponent(String(example[name] ?? 'x'))))}`;
}

function bodyOf({ http, input }: Route): object | undefined {
  if (http.method === 'GET' || http.method === 'DELETE') return undefined;
  return Object.fromEntries(Object.entries(exampleOf(input)).filter(([name]) => fieldsOf(input).get(name)?.required === true && !http.path.includes(`{${name}`)));
}

describe('who may do what: every route and every role', () => {
  let node: TestNode;
  const seeded: Record<string, string> = {};

  beforeAll(async () => {
    node = await TestNode.start({ pack: 'hebei', code: '130000', name: '河北省', level: 'PROVINCE', startAt: '2026-03-02T09:00:00+08:00', parties: { ...USUAL_PARTIES, ...STRANGERS } });
    const made = async (party: string, path: string, body: object): Promise<string> => {
      const reply = await node.call(party, 'POST', path, body);
      if (reply.status !== 201) throw new Error(`${path}: ${JSON.stringify(reply)}`);
      return (reply.body as { id: string }).id;
    };
    const act = async (party: string, path: string, body: object): Promise<Reply> => {
      const reply = await node.call(party, 'POST', `${path}/acts`, body);
      if (reply.status !== 200) throw new Error(`${path}: ${JSON.stringify(reply)}`);
      return reply;
    };
    seeded['draft'] = await made('provider', '/v1/catalogue-entries', entryContent({ name: SECRETS.draft }));
    const { id: entryId } = await publishEntry(node);
    await provideData(node, entryId);
    const request = await made('requester', '/v1/sharing-requests', { entryId, ...REQUEST, applicationScenario: SECRETS.scenario });
    await act('authority', `/v1/sharing-requests/${request}`, { act: 'forward' });
    await act('provider', `/v1/sharing-requests/${request}`, { act: 'agree' });
    const delivered = await act('authority', `/v1/sharing-requests/${request}`, { act: 'deliver' });
    const grant = String((delivered.body as { grantId: string }).grantId);
    await grantIsKnown(node, grant);
    const verification = await made('requester', '/v1/verification-requests', { grantId: grant, ...DOUBT, doubt: SECRETS.doubt });
    Object.assign(seeded, { request, grant, verification });
  }, 120_000);
  afterAll(() => node.stop());

  it('[JIA-19-1] [LIA-4-6] answers 401 to whoever shows no token, except where anybody may ask', async () => {
    const wrong: string[] = [];
    for (const route of ROUTES) {
      const { status } = await node.call(null, route.http.method, pathOf(route, NOBODY), bodyOf(route));
      const open = route.permission.kind === 'anyone';
      if (open ? status === 401 && route.http.body !== 'form' : status !== 401) wrong.push(`${route.http.method} ${route.http.path}: ${String(status)}`);
    }
    expect(wrong).toEqual([]);
    expect(ROUTES.length).toBeGreaterThan(50);
  }, 60_000);

  it('[JIA-19-1] [LIA-4-6] answers 403 to every role a route does not name, and lets the others in', async () => {
    const wrong: string[] = [];
    for (const route of ROUTES) {
      const { permission } = route;
      if (permission.kind !== 'roles') continue;
      for (const role of ROLES) {
        const { status, body } = await node.call(strangerOf(role), route.http.method, pathOf(route, NOBODY), bodyOf(route));
        const shut = status === 403 && (body as { code?: string } | null)?.code === 'access/forbidden';
        if (permission.roles.includes(role) ? status === 401 || status >= 500 : !shut) wrong.push(`${role} ${route.http.method} ${route.http.path}: ${String(status)} ${JSON.stringify(body).slice(0, 80)}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('lets nothing out about another organisation’s drafts, requests, grants and doubts, by whatever route and role', async () => {
    const leaks: string[] = [];
    for (const route of ROUTES) {
      const ids = /\{\w*[iI]d\}/.test(route.http.path) ? Object.values(seeded) : [NOBODY];
      for (const id of ids) {
        for (const role of ROLES) {
          const { status, body } = await node.call(strangerOf(role), route.http.method, pathOf(route, id), bodyOf(route));
          const text = JSON.stringify(body);
          for (const [what, secret] of Object.entries(SECRETS)) if (text.includes(secret)) leaks.push(`${role} ${route.http.method} ${route.http.path} tells the ${what}: ${String(status)}`);
        }
      }
    }
    expect([...new Set(leaks)]).toEqual([]);
  }, 240_000);

  it('does not even tell a stranger whether such a thing is there', async () => {
    const paths = { draft: '/v1/catalogue-entries', request: '/v1/sharing-requests', grant: '/v1/grants', verification: '/v1/verification-requests' } as const;
    const plain = ({ status, body }: Reply): unknown => ({ status, ...Object.fromEntries(Object.entries(body as object).filter(([key]) => !['id', 'instance'].includes(key))) });
    for (const [what, path] of Object.entries(paths)) {
      for (const role of ROLES.filter((known) => known !== 'OPERATOR' && known !== 'APPLICANT')) {
        const [there, nowhere] = await Promise.all([seeded[what] ?? '', NOBODY].map((id) => node.call(strangerOf(role), 'GET', `${path}/${id}`)));
        expect(plain(there as Reply)).toEqual(plain(nowhere as Reply));
        expect(there?.status).toBe(404);
      }
    }
  });
});
