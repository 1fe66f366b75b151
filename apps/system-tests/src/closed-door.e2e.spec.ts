import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PermissionViolationError, RequestError, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_EVENTS, ALL_REQUESTS, accessGatewayUser, eventSubject, federationSubject, federationUser, findEntries, inboxPrefix, SERVICE_NAMES, streamName, type ServiceName } from '@gongshu/contracts';
import { connectBus } from '@gongshu/service-kit';
import { CITY, COUNTY, leavePlace, LocalPlatform, newPlace, PROVINCE } from './local-platform.js';
import type { Place } from './running-program.js';

interface StreamState {
  readonly messages: number;
  readonly first_seq: number;
  readonly subjects?: Readonly<Record<string, number>>;
}
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
  await leavePlace(place, platform);
});

/** A connection under somebody's credentials, and what the server has refused it so far. */
class Visitor {
  private readonly refused = new Set<string>();

  private constructor(readonly connection: NatsConnection) {
    void this.listen();
  }

  static async as(node: string, user: string, password: string | undefined): Promise<Visitor> {
    const connection = await connectBus({ url: await platform.busUrl(node), user, password: password ?? '', caFile: '', name: 'closed door' });
    connections.push(connection);
    return new Visitor(connection);
  }

  private async listen(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type === 'error' && status.error instanceof PermissionViolationError) this.refused.add(status.error.subject);
    }
  }

  /** Subjects of the list the server lets it publish to. */
  async publishes(subjects: readonly string[]): Promise<string[]> {
    for (const subject of subjects) this.connection.publish(subject, '{}');
    // Violations come before the answer to a flush; who listens for them is told a moment later.
    await this.connection.flush();
    await setImmediate();
    return subjects.filter((subject) => !this.refused.has(subject));
  }

  /** Subjects of the list the server lets it listen to. */
  async hears(subjects: readonly string[]): Promise<string[]> {
    const open = new Set(subjects);
    for (const subject of subjects) this.connection.subscribe(subject, { callback: (error) => void (error instanceof PermissionViolationError && open.delete(subject)) });
    await this.connection.flush();
    return [...open];
  }
}

const internal = ALL_REQUESTS.filter(({ permission }) => permission.kind === 'services').map(({ subject }) => subject);
const facts = ALL_EVENTS.map(({ service, name, major }) => eventSubject(CITY, service, name, major));
const streams = SERVICE_NAMES.flatMap((service) => ['STREAM.DELETE', 'STREAM.PURGE', 'STREAM.UPDATE', 'STREAM.MSG.DELETE', 'STREAM.MSG.GET', 'STREAM.INFO'].map((what) => `$JS.API.${what}.${streamName(service)}`));
const foreign = ['>', 'ev.>', 'rq.>', 'rq.sharing.>', 'fed.>', '$JS.>', '$SYS.>', '_INBOX.>', `${inboxPrefix('gateway')}.>`, `${inboxPrefix('sharing')}.>`];

describe('an access gateway on a county’s machine', () => {
  let door: Visitor;
  beforeAll(async () => {
    door = await Visitor.as(CITY, accessGatewayUser(COUNTY), secrets[COUNTY]?.bus['gateway']);
  });

  it('asks what the REST API offers, and learns whose tokens are accepted; nothing that services ask one another', async () => {
    expect(await door.publishes(internal)).toEqual(['rq.identity.record-zone-refusal.v1', 'rq.identity.get-token-issuers.v1']);
    const answer = (await door.connection.request(findEntries.subject, '{}')).json<{ problem: { code: string } }>();
    expect(answer.problem.code).toBe('access/unauthenticated');
  });

  it('announces nothing and manages no stream', async () => {
    expect(await door.publishes([...facts, ...streams])).toEqual([]);
  });

  it('hears nothing but answers to itself', async () => {
    expect(await door.hears(foreign)).toEqual([]);
    expect(await door.hears([`${inboxPrefix(accessGatewayUser(COUNTY))}.anything`])).toHaveLength(1);
  });

  it('cannot have a service answer to where it may not write itself: streams keep what they hold', async () => {
    const catalogue = await Visitor.as(CITY, 'catalogue', secrets[CITY]?.bus['catalogue']);
    // Nothing is withdrawn on a fresh platform, so that whatever lies under this subject was put there by an answer.
    const forged = eventSubject(CITY, 'catalogue', 'entry-withdrawn', 1);
    const stateOf = async (service: ServiceName): Promise<StreamState> =>
      (await catalogue.connection.request(`$JS.API.STREAM.INFO.${streamName(service)}`, JSON.stringify({ subjects_filter: forged }))).json<{ state: StreamState }>().state;
    const before = await stateOf('identity');
    expect(before.messages).toBeGreaterThan(0);
    for (const reply of [`$JS.API.STREAM.PURGE.${streamName('identity')}`, `$JS.API.STREAM.PURGE.${streamName('catalogue')}`, forged]) {
      for (const subject of [findEntries.subject, 'rq.catalogue.get-health.v1']) door.connection.publish(subject, '{}', { reply });
    }
    await door.connection.flush();
    // The same services answer in order: when this is answered, those were.
    for (const subject of [findEntries.subject, 'rq.catalogue.get-health.v1']) await door.connection.request(subject, '{}');
    expect((await stateOf('identity')).first_seq).toBe(before.first_seq);
    expect((await stateOf('catalogue')).subjects ?? {}).toEqual({});
  });
});

describe('a service’s own credentials', () => {
  it('announce only its own facts, answer only its own subjects, ask only what is for it', async () => {
    const catalogue = await Visitor.as(CITY, 'catalogue', secrets[CITY]?.bus['catalogue']);
    const others = ALL_EVENTS.filter(({ service }) => service !== 'catalogue');
    expect(await catalogue.publishes(others.map(({ service, name, major }) => eventSubject(CITY, service, name, major)))).toEqual([]);
    expect(await catalogue.publishes(ALL_EVENTS.map(({ service, name, major }) => eventSubject(PROVINCE, service, name, major)))).toEqual([]);
    expect(await catalogue.publishes(['rq.sharing.take-permits.v1', 'rq.sharing.close-permits.v1', 'rq.open-data.take-open-tickets.v1'])).toEqual([]);
    expect(await catalogue.hears([...foreign, `${inboxPrefix('audit')}.>`])).toEqual([]);
  });
});

describe('a child node’s account at its parent', () => {
  let child: Visitor;
  beforeAll(async () => {
    child = await Visitor.as(PROVINCE, federationUser(CITY), secrets[CITY]?.federation);
  });

  it('speaks under its own code to its parent alone, and hears its parent alone', async () => {
    expect(await child.publishes([federationSubject(PROVINCE, CITY, 'hello')])).toHaveLength(1);
    expect(await child.publishes([federationSubject(PROVINCE, '130200', 'hello'), federationSubject('130200', CITY, 'hello'), federationSubject('130200', PROVINCE, 'hello'), ...facts, ...internal, ...streams])).toEqual([]);
    expect(await child.hears(['>', 'fed.>', federationSubject(PROVINCE, '*', 'hello'), federationSubject('130200', PROVINCE, 'hello'), `${inboxPrefix(federationUser(PROVINCE))}.>`])).toEqual([]);
  });

  it('cannot have its parent speak to another node by naming that node’s subject as the place of its answer', async () => {
    const parent = await Visitor.as(PROVINCE, federationUser(PROVINCE), secrets[PROVINCE]?.federation);
    expect(await parent.hears(['fed.130200.rpc.>'])).toEqual([]);
    const misled: string[] = [];
    const own = federationSubject(CITY, PROVINCE, 'down.notify');
    child.connection.subscribe(own, { callback: (_error, message) => void misled.push(message.subject) });
    child.connection.publish(federationSubject(PROVINCE, CITY, 'down.pull'), '{}', { reply: own });
    await child.connection.flush();
    await child.connection.request(federationSubject(PROVINCE, CITY, 'down.pull'), '{}').catch((error: unknown) => {
      if (!(error instanceof RequestError)) throw error;
    });
    expect(misled).toEqual([]);
  });
});
