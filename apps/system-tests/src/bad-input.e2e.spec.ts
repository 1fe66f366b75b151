import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_REQUESTS, fieldsOf, ROLES, type HttpBinding, type RequestDefinition, type Role } from '@gongshu/contracts';
import { Caller } from '@gongshu/demo';
import type { DemoCredential } from '@gongshu/launcher';
import { leavePlace, LocalPlatform, newPlace, PROVINCE } from './local-platform.js';
import type { Place } from './running-program.js';
import { exampleOf, faultsIn } from './valid-example.js';
import { Witness } from './witness.js';

type Route = RequestDefinition & { readonly http: HttpBinding };
const ROUTES = ALL_REQUESTS.filter((definition): definition is Route => definition.http !== null);
const NOBODY = '0b9e5a3c-59b1-4b9e-9a55-b36c5d6a1d10';
const TOKEN_PATH = '/v1/token';
const AT_ONCE = 12;

interface Call {
  readonly what: string;
  readonly method: string;
  readonly path: string;
  readonly token: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}
interface Answered {
  readonly call: Call;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly problem: { readonly code?: string; readonly errors?: readonly { readonly pointer: string }[] };
}

let place: Place;
let platform: LocalPlatform;
const tokens = new Map<Role, string>();

beforeAll(async () => {
  place = await newPlace();
  platform = await LocalPlatform.start(place);
  const url = platform.url(0);
  const credentials = JSON.parse(await readFile(join(place.home, 'demo-credentials.json'), 'utf8')) as DemoCredential[];
  const secrets = JSON.parse(await readFile(join(platform.folder, 'secrets.json'), 'utf8')) as Record<string, { operator: string }>;
  const login = async (credential: DemoCredential, role = credential.role): Promise<void> => {
    tokens.set(role as Role, await new Caller(credential, new Witness()).accessToken());
  };
  const here = credentials.filter(({ gatewayUrl }) => gatewayUrl === url);
  const [one] = here;
  if (one === undefined) throw new Error('nobody works at this gateway');
  for (const credential of here) await login(credential);
  await login({ ...one, clientId: 'platform-operator', clientSecret: secrets[PROVINCE]?.operator ?? '' }, 'OPERATOR');
  for (const role of ROLES.filter((known) => !tokens.has(known))) {
    const registration = json({ organisationId: '130000-civil-affairs', roles: [role] });
    const { text } = await send({ what: 'registers', method: 'PUT', path: `/v1/clients/system-${role.toLowerCase().replaceAll('_', '-')}`, token: tokenOf('OPERATOR'), ...registration });
    await login({ ...one, ...(JSON.parse(text) as { clientId: string; clientSecret: string }) }, role);
  }
}, 120_000);
afterAll(async () => {
  await leavePlace(place, platform);
});

function tokenOf(role: Role): string {
  const token = tokens.get(role);
  if (token === undefined) throw new Error(`nobody is ${role}`);
  return token;
}

/** The token of somebody the route lets through; null where it asks for none. */
function admitted({ permission }: Route): string | null {
  if (permission.kind !== 'roles') return null;
  const role = permission.roles.find((candidate) => tokens.has(candidate));
  return role === undefined ? null : tokenOf(role);
}

const json = (body: unknown): Pick<Call, 'headers' | 'body'> => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

async function send(call: Call): Promise<Answered> {
  const { method, path, token, headers = {}, body } = call;
  const response = await fetch(`${platform.url(0)}${path}`, { method, headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers }, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  return { call, status: response.status, headers: response.headers, text, problem: isProblem ? (JSON.parse(text) as Answered['problem']) : {} };
}

async function sendAll(calls: readonly Call[]): Promise<Answered[]> {
  const answered: Answered[] = [];
  const waiting = [...calls];
  const sender = async (): Promise<void> => {
    for (let call = waiting.pop(); call !== undefined; call = waiting.pop()) answered.push(await send(call));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  return answered;
}

const told = ({ call, status, text }: Answered): string => `${call.method} ${call.path.slice(0, 120)} ${call.what} → ${String(status)} ${text.slice(0, 300)}`;

/** What no answer may be: a failure of ours, or a refusal that is no problem document with a stable code. */
function isFaulty({ status, problem }: Answered): boolean {
  return status >= 500 || (status >= 400 && !/^[a-z-]+\/[a-z-]+$/.test(problem.code ?? ''));
}

/** Sends all; tells those whose answer is faulty or not as wanted. */
async function unexpected(calls: readonly Call[], wanted: (answer: Answered) => boolean = () => true): Promise<string[]> {
  expect(calls.length).toBeGreaterThan(0);
  return (await sendAll(calls)).filter((answer) => isFaulty(answer) || !wanted(answer)).map(told);
}

const inPath = ({ http }: Route): string[] => [...http.path.matchAll(/\{(\w+)\*?\}/g)].map(([, name]) => name ?? '');

/** A route's call with an input: path parameters in the path, the rest in the query of a GET and in the body otherwise. */
function callOf(route: Route, input: Readonly<Record<string, unknown>>, what: string, token = admitted(route)): Call {
  const names = inPath(route);
  const path = `/v1${route.http.path.replace(/\{(\w+)\*?\}/g, (_all, name: string) => encodeURIComponent(String(input[name])))}`;
  const rest = Object.entries(input).filter(([name]) => !names.includes(name));
  if (route.http.method !== 'GET') return { what, method: route.http.method, path, token, ...json(Object.fromEntries(rest)) };
  const query = new URLSearchParams(Object.fromEntries(rest.map(([name, value]) => [name, String(value)])));
  return { what, method: 'GET', path: `${path}?${query.toString()}`, token };
}

/** 422; but OAuth2 has one status for whatever is wrong with a request for a token (RFC 6749, 5.2). */
const refusesInput = ({ call, status }: Answered): boolean => status === (call.path === TOKEN_PATH ? 400 : 422);
const valid = (route: Route): Call => callOf(route, exampleOf(route.input), 'valid');
const writing = ROUTES.filter(({ http }) => http.method !== 'GET');
const guarded = ROUTES.filter(({ permission }) => permission.kind === 'roles');
const points = (pointer: string) => ({ problem }: Answered): boolean => problem.errors?.some((fault) => fault.pointer === pointer) === true;

describe('every route of the REST API', { timeout: 60_000 }, () => {
  it('answers its contract’s own example without a failure', async () => {
    expect(await unexpected(ROUTES.map(valid))).toEqual([]);
  });

  it('asks for a token, and takes no other for one', async () => {
    const forged = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"x","roles":["OPERATOR"]}').toString('base64url')}.`;
    const [head = '', claims = '', signature = ''] = tokenOf('OPERATOR').split('.');
    const altered = `${head}.${Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), roles: ['OPERATOR', 'DATA_AUTHORITY'] })).toString('base64url')}.${signature}`;
    const calls = guarded.flatMap((route) => [null, 'garbage', forged, altered, `${'a'.repeat(7_000)}`].map((token) => ({ ...valid(route), what: `token ${String(token).slice(0, 20)}`, token })));
    expect(await unexpected(calls, ({ status, headers }) => status === 401 && headers.has('www-authenticate'))).toEqual([]);
  });

  it('refuses a role that the contract does not name', async () => {
    const calls = guarded.filter(({ permission }) => permission.kind === 'roles' && !permission.roles.includes('APPLICANT')).map((route) => ({ ...valid(route), what: 'as an applicant', token: tokenOf('APPLICANT') }));
    expect(await unexpected(calls, ({ status }) => status === 403)).toEqual([]);
  });

  it('points at the field that is wrong, whichever and however', async () => {
    const pointers = new Map<Call, string>();
    for (const route of writing) {
      const names = inPath(route);
      for (const { what, pointer, input } of faultsIn(route.input)) if (!names.includes(pointer.slice(1))) pointers.set(callOf(route, input, what), pointer);
    }
    expect(pointers.size).toBeGreaterThan(500);
    const pointsThere = ({ call, problem }: Answered): boolean => problem.errors?.some(({ pointer }) => pointer.startsWith(pointers.get(call) ?? '?')) === true;
    expect(await unexpected([...pointers.keys()], (answer) => refusesInput(answer) && pointsThere(answer))).toEqual([]);
  });

  it('points at the parameter of a query that is wrong', async () => {
    const calls = ROUTES.filter(({ http }) => http.method === 'GET').flatMap((route) => {
      const input = exampleOf(route.input);
      const query = [...fieldsOf(route.input)].filter(([name]) => !inPath(route).includes(name));
      const wrong = query.flatMap(([name, { kind, schema }]) => {
        const values = kind === 'whole' ? ['x', '1.5', '-1', '9'.repeat(30), ''] : ['x'.repeat(Number(schema['maxLength'] ?? 4_000) + 1), 'a\u0000b', ''];
        return values.map((value) => ({ ...callOf(route, { ...input, [name]: value }, name) }));
      });
      return [...wrong, callOf(route, { ...input, unheardOf: 'x' }, 'unheardOf')];
    });
    expect(await unexpected(calls, (answer) => answer.status === 422 && points(`/${answer.call.what}`)(answer))).toEqual([]);
  });

  it('refuses what is no object of the contract in a body', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const bodies: Record<string, { body: string | Buffer; type?: string; wanted: readonly number[] }> = {
      'a list': { body: '[]', wanted: [400] },
      'a text': { body: '"x"', wanted: [400] },
      'null': { body: 'null', wanted: [400] },
      'broken': { body: '{"a":', wanted: [400] },
      'two values': { body: '{}{}', wanted: [400] },
      'deep': { body: deep, wanted: [400] },
      'no UTF-8': { body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), wanted: [400] },
      'of another type': { body: '{}', type: 'text/plain', wanted: [415] },
      'of no known type': { body: '<a/>', type: 'application/xml', wanted: [415] },
      'of a type that is none': { body: '{}', type: ';;;', wanted: [400, 415] },
      'with a prototype': { body: '{"__proto__":{"admin":true}}', wanted: [400, 422] },
      'with a constructor': { body: '{"constructor":{"prototype":{"admin":true}}}', wanted: [400, 422] },
      'with a field nobody knows': { body: '{"unheardOf":1}', wanted: [400, 422] },
      'of two megabytes': { body: JSON.stringify({ name: 'x'.repeat(2_000_000) }), wanted: [413] },
      'of many fields': { body: JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`f${String(n)}`, n]))), wanted: [400, 422] },
    };
    const calls = writing.flatMap((route) => Object.entries(bodies).map(([what, { body, type }]) => ({ ...valid(route), what, headers: { 'content-type': type ?? 'application/json' }, body })));
    expect(await unexpected(calls, ({ status, call }) => bodies[call.what]?.wanted.includes(status) === true || (call.path === TOKEN_PATH && status === 400))).toEqual([]);
  });

  it('answers 404 for ids that do not exist, and never fails for what is no id', async () => {
    const withId = ROUTES.filter((route) => route.http.path.includes('{id}'));
    expect(await unexpected(withId.map((route) => callOf(route, { ...exampleOf(route.input), id: NOBODY }, 'nobody')), ({ status }) => [404, 422].includes(status))).toEqual([]);
    const parts = ['x', '%00', '%ff', '%zz', '%', '..%2f..%2fetc', '%252e%252e', 'a'.repeat(3_000), '%E5%8C%BA', "'%20OR%201=1--", '__proto__', '-1', '%20'];
    const calls = ROUTES.filter((route) => inPath(route).length > 0).flatMap((route) => parts.map((part) => ({ ...valid(route), what: part, path: `/v1${route.http.path.replace(/\{\w+\*?\}/g, () => part)}` })));
    expect(await unexpected(calls, ({ status }) => status >= 400)).toEqual([]);
  });

  it('refuses queries in a bad encoding', async () => {
    const calls = ROUTES.flatMap((route) => ['%zz', 'a=%ff', 'limit=%', 'q=%c0%80'].map((query) => ({ ...valid(route), what: query, path: `${valid(route).path.split('?', 1)[0] ?? ''}?${query}` })));
    expect(await unexpected(calls, ({ status }) => [400, 422].includes(status))).toEqual([]);
  });

  it('says which methods a path has when it is asked with another', async () => {
    const calls = ROUTES.flatMap((route) => ['DELETE', 'PATCH'].map((method) => ({ ...valid(route), what: 'method', method })));
    expect(await unexpected(calls, ({ status, headers }) => status === 405 && headers.has('allow'))).toEqual([]);
  });

  it('takes headers that are nonsense for what they are', async () => {
    const oddities: Record<string, string>[] = [
      { 'idempotency-key': 'x'.repeat(300) }, { 'accept-language': ';;;q=x,'.repeat(500) }, { traceparent: 'garbage' }, { accept: 'nothing/at-all' }, { 'content-length-x': '1' }, { 'x-big': 'x'.repeat(20_000) },
    ];
    const calls = ROUTES.flatMap((route) => oddities.map((headers) => ({ ...valid(route), what: Object.keys(headers).join(), headers: { ...valid(route).headers, ...headers } })));
    expect(await unexpected(calls)).toEqual([]);
  });
});

describe('the data routes', { timeout: 60_000 }, () => {
  const rows = `/v1/data/${NOBODY}/rows`;
  const get = (path: string, token: string | null = tokenOf('DATA_ADMINISTRATOR')): Call => ({ what: '', method: 'GET', path, token });

  it('ask for a token before anything else', async () => {
    expect(await unexpected([get(rows, null), get(rows, 'garbage'), get(`/v1/data/${NOBODY}/file`, null), { ...get(`/v1/data-sets/${NOBODY}/versions`, null), method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a\n1\n' }], ({ status }) => status === 401)).toEqual([]);
  });

  it('point at the parameter that is wrong', async () => {
    const queries = { limit: ['limit=0', 'limit=x', 'limit=1e9', 'limit=-1'], offset: ['offset=-1', 'offset=x'], scenario: ['scenario=', 'scenario=%00', `scenario=${'x'.repeat(600)}`], columns: ['columns=', `columns=${'x'.repeat(70)}`, 'columns=%00'], unheardOf: ['unheardOf=1'], 'where.code': ['where.code=%00'] };
    const calls = Object.entries(queries).flatMap(([what, list]) => list.map((query) => ({ ...get(`${rows}?${query}`), what })));
    expect(await unexpected(calls, (answer) => answer.status === 422 && points(`/${answer.call.what}`)(answer))).toEqual([]);
  });

  it('refuse grants, entries and files that are none', async () => {
    const csv = { method: 'POST', headers: { 'content-type': 'text/csv' } };
    const upload = `/v1/data-sets/${NOBODY}/versions`;
    const calls: Call[] = [
      get(rows), get(`${rows}?scenario=x`), get('/v1/data/x/rows'), get('/v1/data/%ff/rows'), get(`${rows}?%zz`), get(`/v1/open/data/${NOBODY}/rows`), get(`/v1/open/data/${NOBODY}/file?limit=x`),
      { ...get(rows), headers: { 'x-application-scenario': '%zz' } },
      { ...get(upload), ...csv, body: 'a,b\n1\n' }, { ...get(upload), ...csv, body: '' }, { ...get(upload), ...csv, body: Buffer.from([0xff, 0xfe, 0x00]) }, { ...get(upload), ...csv, headers: { 'content-type': 'application/json' }, body: '{}' },
      ...['', '?sequence=x', '?sequence=0', '?sequence=1', '?sequence=1&sequence=2', '?sequence=1&faulty=%00'].map((query) => ({ ...get(`/v1/data-sets/${NOBODY}/records${query}`), method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: '{"a":' })),
      { ...get(`/v1/data-sets/${NOBODY}/records?sequence=1`), ...csv, body: 'a\n' },
      { ...get(rows), method: 'DELETE' }, { ...get(upload), method: 'PUT', body: '' },
    ];
    expect(await unexpected(calls, ({ status }) => status >= 400)).toEqual([]);
  });
});

it('is as ready after all of it as before', async () => {
  expect((await fetch(`${platform.url(0)}/health/ready`)).status).toBe(200);
});
