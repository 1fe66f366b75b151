import { randomBytes, randomUUID } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import {
  eventSubject,
  getTokenIssuers,
  natsConfiguration,
  organisationRegistered,
  SERVICE_NAMES,
  type BusUser,
  type EntryMoved,
  type EventDefinition,
  type EventEnvelope,
  type OrganisationRegistered,
  type RequestDefinition,
} from '@gongshu/contracts';
import { connectBus, instantOf, platformContext, RequestClient, startService, type NodeIdentity, type RequestContext, type RunningService, type ServiceDefinition } from '@gongshu/service-kit';
import { encode, publishEvent } from '@gongshu/service-kit/internal';
import { createDatabase, dropDatabase, startNatsServer, type RunningNatsServer } from '@gongshu/local-servers';
import { eventually, TestIssuers, testSettings, TravelClock, type TestParty } from '@gongshu/testing';

export type BusClient = Awaited<ReturnType<typeof connectBus>>;
type NodeUser = Exclude<BusUser, 'access-gateway'>;

export const HEBEI: NodeIdentity = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei', parent: null };

export const administrator: TestParty = {
  client: 'probe-client',
  organisation: '130000-probe',
  name: '探测机构',
  division: '130000',
  level: 'PROVINCE',
  roles: ['DATA_ADMINISTRATOR'],
  node: '130000',
};
export const applicant: TestParty = { ...administrator, client: 'probe-applicant', roles: ['APPLICANT'] };

/** The node's bus, which a test may take away, and give back with or without its memory. */
export class StageBus {
  private server: RunningNatsServer | null = null;
  private port = 0;

  private constructor(private readonly folder: string) {}

  static async start(): Promise<StageBus> {
    const bus = new StageBus(await mkdtemp(join(tmpdir(), 'gongshu-kit-nats-')));
    await bus.start();
    return bus;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  passwordOf(user: NodeUser): string {
    return `kit-${user}`;
  }

  async start(): Promise<void> {
    const accounts = natsConfiguration({
      node: HEBEI.code,
      passwords: Object.fromEntries([...SERVICE_NAMES, 'gateway' as const].map((user) => [user, this.passwordOf(user)])) as Record<NodeUser, string>,
      federationPassword: 'kit-fed',
      children: [],
      accessGateways: [],
    });
    const config = accounts.replace('users: [', 'users: [\n      { user: "all", password: "all" },');
    this.server = await startNatsServer({ config, port: this.port, dir: this.folder });
    this.port = this.server.port;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** Only while it is stopped. */
  async forgetEverything(): Promise<void> {
    await rm(join(this.folder, 'jetstream'), { recursive: true, force: true });
  }

  /** Only while it is stopped: keeps the store as it is now, to be put back later. */
  async keep(): Promise<void> {
    await cp(join(this.folder, 'jetstream'), join(this.folder, 'kept'), { recursive: true });
  }

  /** Only while it is stopped: as after a loss of power, when what was acknowledged last had not been written. */
  async goBack(): Promise<void> {
    await this.forgetEverything();
    await cp(join(this.folder, 'kept'), join(this.folder, 'jetstream'), { recursive: true });
  }

  async connect(user: NodeUser | 'all'): Promise<BusClient> {
    return connectBus({ url: this.url, user, password: user === 'all' ? 'all' : this.passwordOf(user), caFile: '', name: `kit test ${user}` });
  }

  async remove(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export interface AskHow {
  readonly token?: string | null;
  readonly idempotencyKey?: string;
  readonly timeoutMilliseconds?: number;
  readonly traceparent?: string;
}

/** Where a suite of the kit plays: a database, a bus, the other services played through their contracts, and as many replicas of the service under test as it starts. */
export class Stage {
  readonly clock = new TravelClock('2026-03-02T09:00:00+08:00');
  readonly issuers = new TestIssuers(this.clock);
  private readonly replicas: RunningService[] = [];
  private readonly asker: RequestClient;
  private identity: ReturnType<BusClient['subscribe']> | null = null;

  private constructor(
    readonly bus: StageBus,
    readonly databaseUrl: string,
    private readonly database: string,
    /** May do everything on the bus. */
    readonly all: BusClient,
    private readonly gateway: BusClient,
    private readonly sqlPool: pg.Pool,
  ) {
    this.asker = new RequestClient(gateway, this.clock);
  }

  static async open(): Promise<Stage> {
    const database = `kit_${randomBytes(6).toString('hex')}`;
    const [bus, databaseUrl] = await Promise.all([StageBus.start(), createDatabase(inject('postgresUrl'), database)]);
    const [all, gateway] = await Promise.all([bus.connect('all'), bus.connect('gateway')]);
    const sqlPool = new pg.Pool({ connectionString: databaseUrl, max: 4 });
    const stage = new Stage(bus, databaseUrl, database, all, gateway, sqlPool);
    await stage.identityReturns();
    // The node's key is made by the first token.
    await stage.issuers.token(administrator);
    return stage;
  }

  /** The identity service is played here; it may go away and return. */
  async identityReturns(): Promise<void> {
    this.identity = this.all.subscribe(getTokenIssuers.subject, {
      callback: (_error, message) => void this.issuers.issuers([HEBEI.code]).then((issuers) => message.respond(encode({ data: { issuers } }))),
    });
    await this.all.flush();
  }

  async identityLeaves(): Promise<void> {
    this.identity?.unsubscribe();
    await this.all.flush();
  }

  async replica(definition: ServiceDefinition, settings: Readonly<Record<string, string>> = {}): Promise<RunningService> {
    const running = await startService(definition, {
      clock: this.clock,
      settings: testSettings({
        DATABASE_URL: this.databaseUrl,
        NATS_URL: this.bus.url,
        NATS_USER: definition.name,
        NATS_PASSWORD: this.bus.passwordOf(definition.name),
        LOG_LEVEL: 'silent',
        ...settings,
      }),
    });
    this.replicas.push(running);
    return running;
  }

  /** The bus is back when the test's own connections are, whatever the replicas do meanwhile. */
  async startBus(): Promise<void> {
    await this.bus.start();
    for (const client of [this.all, this.gateway]) await eventually(() => client.flush().then(() => true));
  }

  context(how: AskHow = {}): RequestContext {
    const own = platformContext(HEBEI, this.clock, 'kit-test');
    return { ...own, idempotencyKey: how.idempotencyKey ?? null, traceparent: how.traceparent ?? own.traceparent };
  }

  /** Asks as the gateway does, with the token of `administrator` unless told otherwise. @throws Problem */
  async ask<I extends object, O extends object>(definition: RequestDefinition<I, O>, input: unknown, how: AskHow = {}): Promise<O> {
    const token = how.token === undefined ? await this.issuers.token(administrator) : how.token;
    const timeout = how.timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds: how.timeoutMilliseconds };
    return (await this.asker.askSubject(definition.subject, input, this.context(how), { token, ...timeout })) as O;
  }

  /** Puts an event on the bus as the service it belongs to would. */
  async publish(definition: EventDefinition, envelope: EventEnvelope, messageId: string = envelope.id): Promise<void> {
    await this.deliver(eventSubject(envelope.node, definition.service, definition.name, definition.major), envelope, messageId);
  }

  /** Whoever reacts makes the stream, some time after it started. */
  private async deliver(busSubject: string, envelope: EventEnvelope, messageId: string): Promise<void> {
    await eventually(() => publishEvent(this.all, busSubject, envelope, messageId).then(() => true));
  }

  /** An event of the identity service, to react to. */
  registered(id: string, options: { eventId?: string; traceparent?: string } = {}): EventEnvelope<OrganisationRegistered> {
    return {
      specversion: '1.0',
      id: options.eventId ?? randomUUID(),
      source: `/nodes/${HEBEI.code}/identity`,
      type: organisationRegistered.type,
      subject: id,
      time: instantOf(this.clock),
      datacontenttype: 'application/json',
      traceparent: options.traceparent ?? this.context().traceparent,
      node: HEBEI.code,
      jurisdiction: HEBEI.pack,
      actor: 'kit-test',
      organisation: '',
      data: { id, name: '机构', level: 'PROVINCE', division: HEBEI.code, kind: 'GOVERNMENT_DEPARTMENT' },
    };
  }

  /** Puts an event of the sharing service on the bus, of a type that no release knows yet. */
  async publishShared(subject: string): Promise<void> {
    const event = { ...this.registered(subject), source: `/nodes/${HEBEI.code}/sharing`, type: 'gongshu.sharing.of-tomorrow.v1' };
    await this.deliver(eventSubject(HEBEI.code, 'sharing', 'of-tomorrow', 1), event, event.id);
  }

  /** Messages a reaction has been given and has not settled. */
  async inHand(stream: string, durable: string): Promise<number> {
    return (await this.all.request(`$JS.API.CONSUMER.INFO.${stream}.${durable}`, '')).json<{ num_ack_pending: number }>().num_ack_pending;
  }

  async sql<Row>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.sqlPool.query(text, [...parameters])).rows as Row[];
  }

  /** A connection of its own, for locks and half-done transactions. */
  async sqlClient(): Promise<pg.PoolClient> {
    return this.sqlPool.connect();
  }

  /** What had its effect, in order. */
  async effects(what: string): Promise<string[]> {
    return (await this.sql<{ thing: string }>('SELECT thing FROM effect WHERE what = $1 ORDER BY position', [what])).map(({ thing }) => thing);
  }

  /** What the stream of the probe's events holds, in order. */
  async held(): Promise<EventEnvelope<EntryMoved>[]> {
    const { state } = (await this.all.request('$JS.API.STREAM.INFO.EV_CATALOGUE', '')).json<{ state?: { first_seq: number; last_seq: number; messages: number } }>();
    if (state === undefined || state.messages === 0) return [];
    const sequences = Array.from({ length: state.last_seq - state.first_seq + 1 }, (_, n) => state.first_seq + n);
    const answers = await Promise.all(sequences.map((seq) => this.all.request('$JS.API.STREAM.MSG.GET.EV_CATALOGUE', JSON.stringify({ seq }))));
    return answers.map((answer) => JSON.parse(Buffer.from(answer.json<{ message: { data: string } }>().message.data, 'base64').toString('utf8')) as EventEnvelope<EntryMoved>);
  }

  /** Acts the stream tells of one entry, in order, each event once: a stream filled again may tell one twice. */
  async actsHeld(id: string): Promise<string[]> {
    const events = (await this.held()).filter(({ subject }) => subject === id);
    return [...new Map(events.map((event) => [event.id, event.data.act])).values()];
  }

  async close(): Promise<void> {
    for (const replica of this.replicas) await replica.stop();
    await this.gateway.close();
    await this.all.close();
    await this.sqlPool.end();
    await this.bus.remove();
    await dropDatabase(inject('postgresUrl'), this.database);
  }
}
