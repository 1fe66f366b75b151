import { randomUUID } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { inject } from 'vitest';
import { eventOfType, eventSubject, getTokenIssuers, type EventDefinition, type EventEnvelope, type RequestDefinition } from '@gongshu/contracts';
import { connectBus, contractFaults, instantOf, platformContext, RequestClient, startService, type RunningService, type ServiceDefinition } from '@gongshu/service-kit';
import { encode, ensureStream, publishEvent, streamManager } from '@gongshu/service-kit/internal';
import { eventually } from './eventually.js';
import { TestIssuers, type TestParty } from './parties.js';
import { cloneDatabase, startTestBus, testSettings, type TestBus } from './test-servers.js';
import { TravelClock } from './travel-clock.js';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

export interface TestServiceOptions {
  /** The node the service runs in; Hebei province when absent. */
  readonly node?: { readonly code: string; readonly name: string; readonly level: string; readonly pack: string; readonly parent?: string };
  /** Nodes whose tokens are accepted besides the node's own. */
  readonly neighbours?: readonly string[];
  /** Child nodes with an account of their own on this node's bus (password `test-fed-<code>`). */
  readonly children?: readonly string[];
  readonly startAt?: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** A service under test: real database, real bus; the other services are played through their contracts. */
export interface TestService {
  readonly service: RunningService;
  readonly bus: TestBus;
  readonly clock: TravelClock;
  readonly issuers: TestIssuers;
  readonly databaseUrl: string;
  /** Events seen on the bus so far, of one kind. */
  seen<D extends object>(definition: EventDefinition<D>): EventEnvelope<D>[];
  /** Asks as the gateway would, with the party's token (none: anonymous). @throws Problem */
  ask<I extends object, O extends object>(definition: RequestDefinition<I, O>, input: I, party?: TestParty, options?: { idempotencyKey?: string; as?: 'gateway' | 'all'; language?: 'zh' | 'en' }): Promise<O>;
  /** The same with a token the test got elsewhere. */
  askWithToken<I extends object, O extends object>(definition: RequestDefinition<I, O>, input: I, token: string, options?: { idempotencyKey?: string }): Promise<O>;
  /** Announces an event as the service it belongs to would; `node` makes it a neighbour's. */
  announce<D extends object>(definition: EventDefinition<D>, subject: string, data: D, options?: { node?: string; id?: string }): Promise<EventEnvelope<D>>;
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  fireDueTimers(): Promise<number>;
  eventually: typeof eventually;
  /** Stops the service alone; its database and bus stay. */
  stopService(): Promise<void>;
  /** Starts it again on the same database and bus. */
  startService(): Promise<void>;
  stop(): Promise<void>;
}

const HEBEI = { code: '130000', name: '河北省', level: 'PROVINCE', pack: 'hebei' } as const;

/** Starts one service for one test file. Call `stop` in `afterAll`. */
export async function startTestService(definition: ServiceDefinition, options: TestServiceOptions = {}): Promise<TestService> {
  const node = options.node ?? HEBEI;
  const clock = new TravelClock(options.startAt ?? '2026-03-02T09:00:00+08:00');
  const [bus, databaseUrl] = await Promise.all([startTestBus(node.code, options.children), cloneDatabase(inject('postgresUrl'), definition)]);
  const issuers = new TestIssuers(clock);
  const all = await connectBus({ url: bus.url, user: bus.all.user, password: bus.all.password, caFile: '', name: 'test' });
  const gateway = await connectBus({ url: bus.url, user: 'gateway', password: bus.passwordOf('gateway'), caFile: '', name: 'test gateway' });
  const events: EventEnvelope[] = [];
  all.subscribe('ev.>', { callback: (_error, message) => void events.push(message.json<EventEnvelope>()) });
  if (definition.name !== 'identity') {
    all.subscribe(getTokenIssuers.subject, {
      callback: (_error, message) => void issuers.issuers([node.code, ...(options.neighbours ?? [])]).then((found) => message.respond(encode({ data: { issuers: found } }))),
    });
  }
  await all.flush();
  const start = (): Promise<RunningService> => startService(definition, {
    clock,
    settings: testSettings({
      DATABASE_URL: databaseUrl,
      NATS_URL: bus.url,
      NATS_USER: definition.name,
      NATS_PASSWORD: bus.passwordOf(definition.name),
      NODE_CODE: node.code,
      NODE_NAME: node.name,
      NODE_LEVEL: node.level,
      NODE_PACK: node.pack,
      PARENT_NODE: options.node?.parent ?? '',
      ...options.settings,
    }),
  });
  let service = await start();
  const clients = { gateway: new RequestClient(gateway, clock), all: new RequestClient(all, clock) };
  const identity = { code: node.code, name: node.name, level: node.level, pack: node.pack, parent: options.node?.parent ?? null };
  const manager = await streamManager(all);

  return {
    get service() {
      return service;
    },
    bus,
    clock,
    issuers,
    databaseUrl,
    seen: <D extends object>(wanted: EventDefinition<D>) => events.filter(({ type }) => type === wanted.type) as EventEnvelope<D>[],
    ask: async (asked, input, party, how = {}) => {
      const ctx = { ...platformContext(identity, clock, 'test'), idempotencyKey: how.idempotencyKey ?? null, language: how.language ?? 'zh' };
      const answer = await clients[how.as ?? 'gateway'].ask(asked, input, ctx, { token: party === undefined ? null : await issuers.token(party) });
      answerMustBeAsPromised(asked, answer);
      return answer;
    },
    askWithToken: (asked, input, token, how = {}) =>
      clients.gateway.ask(asked, input, { ...platformContext(identity, clock, 'test'), idempotencyKey: how.idempotencyKey ?? null }, { token }),
    announce: async (announced, subject, data, how = {}) => {
      const origin = how.node ?? node.code;
      const envelope = {
        specversion: '1.0' as const,
        id: how.id ?? randomUUID(),
        source: `/nodes/${origin}/${announced.service}`,
        type: announced.type,
        subject,
        time: instantOf(clock),
        datacontenttype: 'application/json' as const,
        traceparent: platformContext(identity, clock, 'test').traceparent,
        node: origin,
        jurisdiction: node.pack,
        actor: 'test',
        organisation: '',
        data,
      };
      if (eventOfType(announced.type) === undefined) throw new Error(`${announced.type} is not a known event`);
      await ensureStream(manager, announced.service);
      await publishEvent(all, eventSubject(origin, announced.service, announced.name, announced.major), envelope, `${envelope.id}-${String(events.length)}`);
      return envelope;
    },
    query: async <Row>(sql: string, parameters: readonly unknown[] = []) => (await service.unitOfWork.source.query(sql, [...parameters])) as Row[],
    fireDueTimers: () => service.bus.fireDueTimers(),
    eventually,
    stopService: () => service.stop(),
    startService: async () => {
      service = await start();
    },
    stop: async () => {
      await service.stop();
      await gateway.close();
      await all.close();
      await bus.stop();
      await bus.remove();
    },
  };
}

/** Every answer a test asks for is what its contract publishes of it. */
function answerMustBeAsPromised({ subject, output }: RequestDefinition, answer: object): void {
  const faults = contractFaults(plainToInstance(output, answer));
  if (faults.length > 0) throw new Error(`${subject} answers against its contract: ${JSON.stringify(faults)}`);
}
