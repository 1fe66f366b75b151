import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROVISION_MODES, type CompletenessView, type DataSetView } from '@gongshu/contracts';
import { fetchToken } from '@gongshu/launcher';
import { publishSourced, REQUEST, USUAL_PARTIES, type UsualParty } from '../packs/shared-data.js';
import { TestNode } from '../packs/test-node.js';
import { rawCall } from './raw-call.js';

const SCENARIO = new URLSearchParams({ scenario: REQUEST.applicationScenario }).toString();
const ROWS = [{ code: '130000', name: '河北省', level: '省' }, { code: '130123', name: '正定县县', level: '县' }];
const SQL = ["' OR 1=1 --", '"; DROP TABLE data_version; --', "code' UNION SELECT datname FROM pg_database --", '1; SELECT pg_sleep(9)', 'code"; --', '$1', '\\', '%27%20OR%201=1', 'code::int', '(SELECT 1)'];
const PATH_PARTS = ['..', '%2e%2e', '..%2f..%2fetc%2fpasswd', '%00', '%0d%0aset-cookie:%20x=1', 'C:%5cwindows', "'%20OR%201=1--", 'a'.repeat(2_000), '%ff%fe'];
const INJECTED = /^(?:x-injected|set-cookie):/im;

interface Heard {
  readonly what: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');
/** A refusal is a problem with a stable code, and no failure of ours. */
const isClear = ({ status, text }: Heard): boolean => status < 400 || (status < 500 && /"code":"[a-z-]+\/[a-z-]+"/.test(text));

describe('data calls that mean no good', { timeout: 60_000 }, () => {
  let node: TestNode<UsualParty>;
  let entryId: string;
  const grants = new Map<string, string>();
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    const settings = { PROGRESS_SECONDS: '1', LEAST_BYTES_PER_SECOND: '500' };
    node = await TestNode.start({ pack: 'jian', code: '360800', name: '吉安市', level: 'CITY', startAt: '2026-07-20T10:00:00+08:00', parties: USUAL_PARTIES, settings });
    entryId = await publishSourced(node, { name: '公共设施', sharingType: 'UNCONDITIONAL', provisionModes: [...PROVISION_MODES] });
    for (const provisionMode of PROVISION_MODES) {
      const { status, body } = await node.call('requester', 'POST', '/v1/sharing-requests', { entryId, applicationScenario: REQUEST.applicationScenario, dutyBasis: REQUEST.dutyBasis, provisionMode });
      expect({ status, body }).toMatchObject({ status: 201 });
      grants.set(provisionMode, (body as { grantId: string }).grantId);
    }
    const operator = await fetchToken(node.url, 'platform-operator', 'test-operator');
    for (const party of ['requester', 'provider'] as const) {
      const { organisation, roles } = USUAL_PARTIES[party];
      const registered = await fetch(`${node.url}/v1/clients/hostile-${party}`, {
        method: 'PUT', headers: { authorization: `Bearer ${operator}`, 'content-type': 'application/json' }, body: JSON.stringify({ organisationId: `360800-${organisation}`, roles }),
      });
      tokens.set(party, await fetchToken(node.url, `hostile-${party}`, ((await registered.json()) as { clientSecret: string }).clientSecret));
    }
  });
  afterAll(() => node.stop());

  const authorised = (party: 'requester' | 'provider'): Record<string, string> => ({ authorization: `Bearer ${tokens.get(party) ?? ''}` });
  const grant = (mode: string): string => grants.get(mode) ?? '';
  const hear = async (what: string, path: string, request: RequestInit = {}): Promise<Heard> => {
    const response = await fetch(`${node.url}${path}`, { ...request, headers: { ...authorised('requester'), ...(request.headers as Record<string, string>) } });
    return { what, status: response.status, text: await response.text(), headers: response.headers };
  };
  const hearAll = async (calls: readonly (readonly [what: string, path: string, request?: RequestInit])[]): Promise<Heard[]> => {
    const heard: Heard[] = [];
    for (const [what, path, request] of calls) heard.push(await hear(what, path, request));
    return heard;
  };
  const told = ({ what, status, text }: Heard): string => `${what.slice(0, 80)} → ${String(status)} ${text.slice(0, 200)}`;
  const unclear = (heard: readonly Heard[]): string[] => heard.filter((answer) => !isClear(answer)).map(told);
  const upload = (what: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Heard> =>
    hear(what, `/v1/data-sets/${entryId}/versions`, { method: 'POST', headers: { 'content-type': 'text/csv', ...authorised('provider'), ...headers }, body });
  const versions = async (): Promise<number> => ((await node.call('provider', 'GET', `/v1/data-sets/${entryId}`)).body as DataSetView).versions.length;

  it('speak SQL wherever they may say a word, and are compared with values or refused', async () => {
    const rows = `/v1/data/${grant('INTERFACE')}/rows?${SCENARIO}`;
    const browse = `/v1/data/${grant('ONLINE_BROWSE')}/browse?${SCENARIO}`;
    const file = `/v1/data/${grant('FILE_DOWNLOAD')}/file?${SCENARIO}`;
    const heard = await hearAll(SQL.flatMap((word) => {
      const said = encodeURIComponent(word);
      return [
        [`where ${word}`, `${rows}&where.code=${said}`], [`filter by ${word}`, `${rows}&where.${said}=1`], [`columns ${word}`, `${rows}&columns=${said}`], [`limit ${word}`, `${rows}&limit=${said}`],
        [`sort ${word}`, `${browse}&sort=${said}`], [`sort desc ${word}`, `${browse}&sort=${said}%3Adesc`], [`page ${word}`, `${browse}&page=${said}`], [`browse where ${word}`, `${browse}&where.code=${said}`],
        [`format ${word}`, `${file}&format=${said}`], [`version ${word}`, `${file}&version=${said}`], [`scenario ${word}`, `/v1/data/${grant('INTERFACE')}/rows?scenario=${said}`],
      ] as const;
    }));
    expect(unclear(heard)).toEqual([]);
    for (const { what, status, text } of heard.filter(({ what }) => /^(?:browse )?where /.test(what))) expect([what, status, text.includes('河北省')]).toEqual([what, 200, false]);
    for (const answer of heard.filter(({ what }) => !/^(?:browse )?where /.test(what))) expect(answer.status, told(answer)).toBeGreaterThanOrEqual(400);
  });

  it('name places outside in ids, and find nothing', async () => {
    const routes = ['/v1/data/{}/rows', '/v1/data/{}/file', '/v1/data/{}/browse', '/v1/grants/{}/offline-packages/{}/file', '/v1/open/data/{}/file', '/v1/data-sets/{}', '/v1/grants/{}/permits'];
    const heard = await hearAll(routes.flatMap((route) => PATH_PARTS.map((part) => [`${route} ${part}`, route.replaceAll('{}', part)] as const)));
    expect(unclear(heard)).toEqual([]);
    expect(heard.filter(({ status }) => status < 400).map(told)).toEqual([]);
    for (const path of ['/v1/data/../../etc/passwd', '/v1/data/..;/rows', '//etc/passwd', '/v1/data/%2e%2e/%2e%2e/file']) {
      expect(await rawCall(node.url, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`), path).toMatch(/^HTTP\/1\.1 4/);
    }
  });

  it('carry line ends, NUL and more than fits into a header, and make none of it a header of ours', async () => {
    const rows = `/v1/data/${grant('INTERFACE')}/rows`;
    const breaking = '%0d%0ax-injected:%201%0d%0a%0d%0a';
    const heard = await hearAll([
      ['where', `${rows}?${SCENARIO}&where.code=1${breaking}`], ['filter', `${rows}?${SCENARIO}&where.code${breaking}=1`], ['scenario', `${rows}?scenario=${breaking}`],
      ['scenario header', rows, { headers: { 'x-application-scenario': `x${breaking}` } }], ['NUL', `${rows}?${SCENARIO}&where.code=%00`], ['long value', `${rows}?${SCENARIO}&where.code=${'x'.repeat(5_000)}`],
      ['trace', `${rows}?${SCENARIO}`, { headers: { traceparent: `00-${'f'.repeat(500)}-x-01` } }], ['format', `/v1/data/${grant('FILE_DOWNLOAD')}/file?${SCENARIO}&format=csv${breaking}`],
    ]);
    expect(unclear(heard)).toEqual([]);
    for (const { what, headers } of heard) expect([what, headers.has('x-injected')]).toEqual([what, false]);
    for (const line of ['x-purpose: a\0b', 'x-purpose: a\rx-injected: 1', 'x purpose: 1', `x-purpose: ${'x'.repeat(100_000)}`, 'content-length: 5\r\ncontent-length: 6', 'transfer-encoding: chunked\r\ncontent-length: 3']) {
      const answer = await rawCall(node.url, `GET ${rows}?${SCENARIO} HTTP/1.1\r\nhost: x\r\nauthorization: ${authorised('requester')['authorization'] ?? ''}\r\n${line}\r\nconnection: close\r\n\r\n`);
      expect([line.slice(0, 30), /^HTTP\/1\.1 4/.test(answer), INJECTED.test(answer)]).toEqual([line.slice(0, 30), true, false]);
    }
  });

  it('ask for ranges there are none of, and get the file, a part of it, or its size', async () => {
    const path = `/v1/data/${grant('FILE_DOWNLOAD')}/file?${SCENARIO}`;
    const whole = await hear('whole', path);
    expect(whole.status).toBe(200);
    const ranges = ['bytes=5-1', 'bytes=-0', 'bytes=99999999999999999999-', 'bytes=0-99999999999999999999', 'bytes=abc', 'items=0-5', 'bytes=', 'bytes=--5', 'bytes=1e3-', 'bytes=0-0,5-6', `bytes=${Array.from({ length: 500 }, (_, at) => `${String(at)}-`).join(',')}`];
    const heard = await hearAll(ranges.map((range) => [range, path, { headers: { range } }]));
    expect(unclear(heard)).toEqual([]);
    for (const answer of heard) {
      expect([200, 206, 400, 416], told(answer)).toContain(answer.status);
      if (answer.status === 200) expect(answer.text, answer.what).toBe(whole.text);
      if (answer.status === 206) expect(whole.text, answer.what).toContain(answer.text);
    }
    expect((await hear('if-range', path, { headers: { range: 'bytes=3-', 'if-range': '"no such"' } })).text).toBe(whole.text);
  });

  it('say thousands of things at once, and are told that it is too much', async () => {
    const rows = `/v1/data/${grant('INTERFACE')}/rows?${SCENARIO}`;
    const many = Array.from({ length: 1_000 }, (_, at) => `where.c${String(at)}=1`).join('&');
    const heard = await hearAll([
      ['filters', `${rows}&${many}`], ['columns', `${rows}&columns=${Array.from({ length: 2_000 }, (_, at) => `c${String(at)}`).join(',')}`], ['scenarios', `${rows}${'&scenario=x'.repeat(1_000)}`],
      ['browse', `/v1/data/${grant('ONLINE_BROWSE')}/browse?${SCENARIO}&${many}`], ['pages', `/v1/data/${grant('ONLINE_BROWSE')}/browse?${SCENARIO}&page=99999999999999999999`],
    ]);
    expect(unclear(heard)).toEqual([]);
    expect(heard.filter(({ status }) => status !== 422).map(told)).toEqual([]);
    expect(await rawCall(node.url, `GET ${rows}&${'x'.repeat(200_000)} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 4(?:14|31) /);
  });

  it('bring in what is not what it says it is, and leave nothing behind', async () => {
    const before = await versions();
    const csv = 'code,name,level\n1,2,3\n';
    const gzip = { 'content-encoding': 'gzip' };
    const heard = [
      await upload('a wrong SHA-256', csv, { 'x-content-sha256': sha256('other') }),
      await upload('a wrong digest', csv, { 'content-digest': `sha-256=:${createHash('sha256').update('other').digest('base64')}:` }),
      await upload('a digest that is none', csv, { 'content-digest': 'sha-256=:x:' }),
      await upload('a bomb', gzipSync(Buffer.concat([Buffer.from('code,name,level\n'), Buffer.alloc(80 * 1024 * 1024, '1,2,3\n')]), { level: 9 }), gzip),
      await upload('a bomb of one row', gzipSync(Buffer.concat([Buffer.from('code,name,level\n1,2,'), Buffer.alloc(80 * 1024 * 1024, 'x')]), { level: 9 }), gzip),
      await upload('a bomb in a bomb', gzipSync(gzipSync(Buffer.alloc(50 * 1024 * 1024))), gzip),
      await upload('not gzip', csv, gzip),
      await upload('a coding nobody knows', csv, { 'content-encoding': 'br, gzip' }),
      await upload('half a quote', 'code,name,level\n1,"2,3\n'),
      await upload('NUL', 'code,name,level\n1,\0,3\n'),
      await upload('no UTF-8', Buffer.from([0x63, 0xff, 0xfe, 0x0a])),
      await upload('other columns', 'a,b\n1,2\n'),
      await upload('columns without end', `${'c,'.repeat(100_000)}c\n`),
      await upload('another type', csv, { 'content-type': 'application/json' }),
      await upload('a digest with a tab in it', csv, { 'x-content-sha256': 'd\ta' }),
      await upload('a long key', csv, { 'idempotency-key': 'x'.repeat(5_000) }),
    ];
    expect(unclear(heard)).toEqual([]);
    expect(heard.filter(({ status }) => status < 400).map(told)).toEqual([]);
    expect(await versions()).toBe(before);
  });

  it('trickle a body, and are cut off with nothing of it kept', async () => {
    const before = await versions();
    const head = `POST /v1/data-sets/${entryId}/versions HTTP/1.1\r\nhost: x\r\nauthorization: ${authorised('provider')['authorization'] ?? ''}\r\ncontent-type: text/csv\r\ncontent-length: 1000000\r\n\r\ncode,name,level\n`;
    const answer = await rawCall(node.url, head, (write) => {
      const timer = setInterval(() => write('1'), 100);
      return () => clearInterval(timer);
    });
    expect(answer === '' || /^HTTP\/1\.1 4/.test(answer), answer.slice(0, 200)).toBe(true);
    expect(await versions()).toBe(before);
  });

  it('describe an interface by a document without bottom, and get a pointer to it', async () => {
    const describe = (openapi: string, url = 'https://data.example/rows'): Promise<Heard> =>
      hear(openapi.slice(0, 40), '/v1/interfaces', {
        method: 'POST', headers: { ...authorised('provider'), 'content-type': 'application/json' },
        body: JSON.stringify({ name: '查询', description: '查询', callMethod: 'GET', maintainer: { name: '信息中心', unit: '信息中心' }, url, openapi }),
      });
    const openapi = (paths: string): string => `{"openapi":"3.0.3","paths":${paths}}`;
    const schema = (inner: string): string => openapi(`{"/rows":{"get":{"parameters":[{"in":"query","name":"a","schema":${inner}}]}}}`);
    const deep = openapi(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`);
    const heard = [
      await describe(deep), await describe(openapi('['.repeat(20_000) + ']'.repeat(20_000))), await describe(openapi('{"__proto__":{"$ref":"file:///etc/passwd"}}')), await describe(openapi('{"/a":{"$ref":"http://169.254.169.254/"}}')), await describe('['), await describe('{"openapi":"9.9.9","paths":{}}'),
    ];
    expect(unclear(heard)).toEqual([]);
    expect(heard.filter(({ status }) => status !== 422).map(told)).toEqual([]);
    const odd = [await describe(schema('{"pattern":"(a+)+$"}')), await describe(schema('{"$ref":"#/components/schemas/none"}')), await describe(schema('{"allOf":[{"$ref":"#/paths"}]}')), await describe(openapi('{}'), 'http://[::ffff:169.254.169.254]/'), await describe(openapi('{}'), 'gopher://x/'), await describe(openapi('{}'), 'http://x/#a\r\nb')];
    expect(unclear(odd)).toEqual([]);
  });

  it('and leave data and permits as they were', async () => {
    expect(JSON.parse((await hear('rows', `/v1/data/${grant('INTERFACE')}/rows?${SCENARIO}`)).text)).toEqual(ROWS);
    for (const [mode, grantId] of grants) {
      await expect.poll(async () => {
        const { gaps, complete, open, brokenAt } = (await node.call('authority', 'GET', `/v1/grants/${grantId}/completeness`)).body as CompletenessView;
        return { mode, gaps, complete, open, brokenAt };
      }, { timeout: 10_000 }).toEqual({ mode, gaps: [], complete: true, open: 0, brokenAt: null });
    }
  });
});
