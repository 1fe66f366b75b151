import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionViolationError, RequestError, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_EVENTS, ALL_REQUESTS, accessGatewayUser, eventSubject, federationSubject, federationUser, findEntries, inboxPrefix, SERVICE_NAMES, streamName } from '@gongshu/contracts';
import { connectBus } from '@gongshu/service-kit';
import { CITY, COUNTY, LocalPlatform, newPlace, PROVINCE, removePlace } from './local-platform.js';
import type { Place } from './running-program.js';

type Secrets = Record<string, { bus: Record<string, string>; federation: string }>;

let place: Place;
let platform: LocalPlatform;
let secrets: Secrets;
const connections: NatsConnection[] = [];

beforeAll(async () => {
  place = await newPlace();
  platform = await LocalPlatform.start(place);
  secrets = JSON.parse(await readFile(join(platform.folder, 'secrets.json'), 'utf8')) as Secrets;
}, 120_000);
afterAll(async () => {
  for (const connection of connections) await connection.close();
  await platform.stop();
  await removePlace(place);
});

async function connectAs(node: string, user: string, password: string | undefined): Promise<NatsConnection> {
  const connection = await connectBus({ url: await platform.busUrl(node), user, password: password ?? '', caFile: '', name: 'closed door' });
  connections.push(connection);
  return connection;
}

/** Subjects of the list the server lets a user publish to. */
async function admitted(connection: NatsConnection, subjects: readonly string[]): Promise<string[]> {
  const refused = new Set<string>();
  const status = connection.status();
  const listening = (async () => {
    for await (const { type, error } of status as AsyncIterable<{ type: string; error?: Error }>) if (type === 'error' && error instanceof PermissionViolationError) refused.add(error.subject);
  })();
  for (const subject of subjects) connection.publish(subject, '{}');
  await connection.flush();
  // Violations are reported before the answer to the flush.
  status.return?.();
  await listening;
  return subjects.filter((subject) => !refused.has(subject));
}

/** Subjects of the list the server lets a user listen to. */
async function heard(connection: NatsConnection, subjects: readonly string[]): Promise<string[]> {
  const open = new Set(subjects);
  for (const subject of subjects) connection.subscribe(subject, { callback: (error) => void (error instanceof PermissionViolationError && open.delete(subject)) });
  await connection.flush();
  return [...open];
}

const internal = ALL_REQUESTS.filter(({ permission }) => permission.kind === 'services').map(({ subject }) => subject);
const facts = ALL_EVENTS.map(({ service, name, major }) => eventSubject(CITY, service, name, major));
const streams = SERVICE_NAMES.flatMap((service) => ['STREAM.DELETE', 'STREAM.PURGE', 'STREAM.UPDATE', 'STREAM.MSG.DELETE', 'STREAM.MSG.GET', 'STREAM.INFO'].map((what) => `$JS.API.${what}.${streamName(service)}`));
const foreign = ['>', 'ev.>', 'rq.>', 'rq.sharing.>', 'fed.>', '$JS.>', '$SYS.>', '_INBOX.>', `${inboxPrefix('gateway')}.>`, `${inboxPrefix('sharing')}.>`];

describe('an access gateway on a county’s machine', () => {
  let door: NatsConnection;
  beforeAll(async () => {
    door = await connectAs(CITY, accessGatewayUser(COUNTY), secrets[COUNTY]?.bus['gateway']);
  });

  it('asks what the REST API offers, and learns whose tokens are accepted; nothing that services ask one another', async () => {
    expect(await admitted(door, internal)).toEqual(['rq.identity.get-token-issuers.v1']);
    const answer = (await door.request(findEntries.subject, '{}')).json<{ problem: { code: string } }>();
    expect(answer.problem.code).toBe('access/unauthenticated');
  });

  it('announces nothing and manages no stream', async () => {
    expect(await admitted(door, [...facts, ...streams])).toEqual([]);
  });

  it('hears nothing but answers to itself', async () => {
    expect(await heard(door, foreign)).toEqual([]);
    expect(await heard(door, [`${inboxPrefix(accessGatewayUser(COUNTY))}.anything`])).toHaveLength(1);
  });

  it('cannot have a service answer to where it may not write itself: streams keep what they hold', async () => {
    const catalogue = await connectAs(CITY, 'catalogue', secrets[CITY]?.bus['catalogue']);
    const held = async (): Promise<number> => {
      const { state } = (await catalogue.request(`$JS.API.STREAM.INFO.${streamName('identity')}`)).json<{ state: { messages: number } }>();
      return state.messages;
    };
    const before = await held();
    expect(before).toBeGreaterThan(0);
    for (const reply of [`$JS.API.STREAM.PURGE.${streamName('identity')}`, eventSubject(CITY, 'identity', 'organisation-registered', 1)]) {
      for (const subject of [findEntries.subject, 'rq.catalogue.get-health.v1']) door.publish(subject, '{}', { reply });
    }
    await door.flush();
    // The same services answer in order: when this is answered, those were.
    for (const subject of [findEntries.subject, 'rq.catalogue.get-health.v1']) await door.request(subject, '{}');
    expect(await held()).toBe(before);
  });
});

describe('a service’s own credentials', () => {
  it('announce only its own facts, answer only its own subjects, ask only what is for it', async () => {
    const catalogue = await connectAs(CITY, 'catalogue', secrets[CITY]?.bus['catalogue']);
    const others = ALL_EVENTS.filter(({ service }) => service !== 'catalogue');
    expect(await admitted(catalogue, others.map(({ service, name, major }) => eventSubject(CITY, service, name, major)))).toEqual([]);
    expect(await admitted(catalogue, ALL_EVENTS.map(({ service, name, major }) => eventSubject(PROVINCE, service, name, major)))).toEqual([]);
    expect(await admitted(catalogue, ['rq.sharing.take-permits.v1', 'rq.sharing.close-permits.v1', 'rq.open-data.take-open-tickets.v1'])).toEqual([]);
    expect(await heard(catalogue, [...foreign, `${inboxPrefix('audit')}.>`])).toEqual([]);
  });
});

describe('a child node’s account at its parent', () => {
  let child: NatsConnection;
  beforeAll(async () => {
    child = await connectAs(PROVINCE, federationUser(CITY), secrets[CITY]?.federation);
  });

  it('speaks under its own code to its parent alone, and hears its parent alone', async () => {
    expect(await admitted(child, [federationSubject(PROVINCE, CITY, 'hello')])).toHaveLength(1);
    expect(await admitted(child, [federationSubject(PROVINCE, '130200', 'hello'), federationSubject('130200', CITY, 'hello'), federationSubject('130200', PROVINCE, 'hello'), ...facts, ...internal, ...streams])).toEqual([]);
    expect(await heard(child, ['>', 'fed.>', federationSubject(PROVINCE, '*', 'hello'), federationSubject('130200', PROVINCE, 'hello'), `${inboxPrefix(federationUser(PROVINCE))}.>`])).toEqual([]);
  });

  it('cannot have its parent speak to another node by naming that node’s subject as the place of its answer', async () => {
    const parent = await connectAs(PROVINCE, federationUser(PROVINCE), secrets[PROVINCE]?.federation);
    expect(await heard(parent, ['fed.130200.rpc.>'])).toEqual([]);
    const misled: string[] = [];
    const own = federationSubject(CITY, PROVINCE, 'down.notify');
    child.subscribe(own, { callback: (_error, message) => void misled.push(message.subject) });
    child.publish(federationSubject(PROVINCE, CITY, 'down.pull'), '{}', { reply: own });
    await child.flush();
    await child.request(federationSubject(PROVINCE, CITY, 'down.pull'), '{}').catch((error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
    });
    expect(misled).toEqual([]);
  });
});
