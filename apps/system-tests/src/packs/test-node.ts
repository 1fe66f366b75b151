import { inject } from 'vitest';
import type { EventDefinition, EventEnvelope, Role, ServiceName } from '@gongshu/contracts';
import { fetchToken, SERVICES, startNode, type RunningNode } from '@gongshu/launcher';
import { freePort } from '@gongshu/local-servers';
import { connectBus } from '@gongshu/service-kit';
import { cloneDatabase, creditCode, CuttableLink, startTestBus, testSettings, TravelClock, type TestBus } from '@gongshu/testing';

/** What a legal path passes through; opening has no part in it, and federation only where there are other nodes. */
const NODE_SERVICES = ['identity', 'catalogue', 'sharing', 'exchange', 'quality-dispute', 'audit', 'law'] as const satisfies readonly ServiceName[];
type BusConnection = Awaited<ReturnType<typeof connectBus>>;
/** What a legal path passes through between nodes. */
const LINKED_SERVICES = ['identity', 'catalogue', 'sharing', 'exchange', 'federation'] as const satisfies readonly ServiceName[];
const OPERATOR_SECRET = 'test-operator';
const TOKEN_MILLISECONDS = 600_000;

export interface PartyPlan {
  /** What follows the division in the organisation's id. */
  readonly organisation: string;
  readonly roles: readonly Role[];
  readonly kind?: string;
  /** The node's own place when absent. */
  readonly place?: { readonly division: string; readonly level: string };
}

export interface TestNodePlan<P extends string> {
  readonly pack: string;
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly startAt: string;
  readonly parties: Readonly<Record<P, PartyPlan>>;
  /** Further settings, of every part of the node that knows them. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where the node stands among others; alone when absent. */
  readonly among?: { readonly parent?: TestNode; readonly children?: readonly string[] };
}

/** What leads to a node among others, for tests that cut it. */
export interface TestLinks {
  /** To its gateway, as its neighbours know it. */
  readonly gateway: CuttableLink;
  /** From it to its parent's bus; null at the top. */
  readonly up: CuttableLink | null;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A whole node in this process with a clock that the test moves: real databases, a real bus with the node's own permissions, and its REST API as the only door. */
export class TestNode<P extends string = string> {
  private readonly secrets = new Map<string, string>();
  private readonly tokens = new Map<string, { readonly value: string; readonly from: number }>();
  private readonly events: EventEnvelope[] = [];

  private constructor(
    readonly plan: TestNodePlan<P>,
    readonly clock: TravelClock,
    private readonly node: RunningNode,
    private readonly bus: TestBus,
    private readonly listening: BusConnection,
    /** Where the exchange gives data out; nobody but the gateway has business there. */
    readonly dataPlaneUrl: string,
    private readonly linked: TestLinks | null,
  ) {
    listening.subscribe('ev.>', { callback: (_error, message) => void this.events.push(message.json<EventEnvelope>()) });
  }

  static async start<P extends string>(plan: TestNodePlan<P>): Promise<TestNode<P>> {
    const clock = new TravelClock(plan.startAt);
    const names = plan.among === undefined ? NODE_SERVICES : LINKED_SERVICES;
    const [bus, dataPlanePort, ...urls] = await Promise.all([startTestBus(plan.code, plan.among?.children), freePort(), ...names.map((name) => cloneDatabase(inject('postgresUrl'), SERVICES[name]))]);
    const { linked, port, told } = await linksOf(plan);
    const common = {
      NATS_URL: bus.url, NODE_CODE: plan.code, NODE_NAME: plan.name, NODE_LEVEL: plan.level, NODE_PACK: plan.pack, DATABASE_POOL: '3',
      OPERATOR_SECRET, ...told, ...plan.settings, PRIVATE_INTERFACES_ALLOWED: 'true', DATA_PLANE_PORT: String(dataPlanePort), EXCHANGE_URL: `http://127.0.0.1:${String(dataPlanePort)}`,
    };
    const settings = (user: ServiceName | 'gateway', own: Record<string, string>): Record<string, string> => testSettings({ ...common, NATS_USER: user, NATS_PASSWORD: bus.passwordOf(user), ...own });
    const services = Object.fromEntries(names.map((name, at) => [name, settings(name, { DATABASE_URL: urls[at] ?? '' })]));
    const node = await startNode({ code: plan.code, services, gateway: settings('gateway', { GATEWAY_PORT: String(port) }) }, clock);
    const listening = await connectBus({ url: bus.url, user: bus.all.user, password: bus.all.password, caFile: '', name: 'test' });
    const started = new TestNode(plan, clock, node, bus, listening, common.EXCHANGE_URL, linked);
    await listening.flush();
    await started.registerParties();
    return started;
  }

  /** The ways to it. @throws Error for a node that stands alone */
  get links(): TestLinks {
    if (this.linked === null) throw new Error(`${this.plan.code} stands alone`);
    return this.linked;
  }

  get busUrl(): string {
    return this.bus.url;
  }

  /** Admits a node of its territory, as its operator does. */
  async admit({ code, name, level }: TestNodePlan<string>): Promise<void> {
    await this.operate(`/v1/nodes/${code}`, { name, level, kind: 'NODE', constructionPlan: '已审' });
  }

  /** Its extranet listener, for tests that look at doors themselves. */
  get url(): string {
    return `http://127.0.0.1:${String(this.node.extranetPort)}`;
  }

  /** As the launcher seeds a demo: the operator registers organisations and clients. */
  private async registerParties(): Promise<void> {
    this.secrets.set('platform-operator', OPERATOR_SECRET);
    const parties = Object.entries<PartyPlan>(this.plan.parties);
    const organisations = new Map(parties.map(([, party]) => [this.organisationOf(party), party]));
    for (const [at, [id, { place, kind = 'GOVERNMENT_DEPARTMENT' }]] of [...organisations].entries()) {
      const { division, level } = place ?? { division: this.plan.code, level: this.plan.level };
      await this.operate(`/v1/organisations/${id}`, { name: id, division, level, kind, uscc: creditCode(division, at) });
    }
    await Promise.all(parties.map(async ([clientId, party]) => {
      const { clientSecret } = (await this.operate(`/v1/clients/${clientId}`, { organisationId: this.organisationOf(party), roles: party.roles })) as { clientSecret: string };
      this.secrets.set(clientId, clientSecret);
    }));
    // Some laws let a department ask for data only when it has named its data administrator.
    for (const id of new Set(parties.filter(([, { roles }]) => roles.includes('DATA_ADMINISTRATOR')).map(([, party]) => this.organisationOf(party)))) {
      await this.operate(`/v1/organisations/${id}/staff/administrator`, { name: '数据管理员', duties: ['DATA_ADMINISTRATOR'], since: this.plan.startAt.slice(0, 10) });
    }
  }

  /** Ends a client and the tokens it has, as the operator does. */
  async revoke(client: P): Promise<void> {
    const { status } = await this.request('platform-operator', 'POST', `/v1/clients/${client}/revocation`, {});
    if (status !== 200) throw new Error(`${client} was not revoked: ${String(status)}`);
  }

  private organisationOf({ organisation, place }: PartyPlan): string {
    return `${place?.division ?? this.plan.code}-${organisation}`;
  }

  private async operate(path: string, body: object): Promise<unknown> {
    const reply = await this.request('platform-operator', 'PUT', path, body);
    if (reply.status !== 200) throw new Error(`${path}: ${JSON.stringify(reply.body)}`);
    return reply.body;
  }

  /** Calls the REST API for a party, or anonymously. A text goes as CSV. Tokens live ten minutes by the node's clock: after travelling, new ones are fetched. */
  call(party: P | null, method: string, path: string, body?: object | string): Promise<Reply> {
    return this.request(party, method, path, body);
  }

  /** A data call as its headers are: what a caller says in them, and what the answer tells. */
  async fetch(party: P, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { ...headers, authorization: `Bearer ${await this.token(party)}` } });
  }

  private async request(client: string | null, method: string, path: string, body?: object | string): Promise<Reply> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'accept-language': 'en',
        ...(client === null ? {} : { authorization: `Bearer ${await this.token(client)}` }),
        ...(body === undefined ? {} : { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: text === '' ? null : isJson ? (JSON.parse(text) as unknown) : text };
  }

  async headersOf(party: P): Promise<Readonly<Record<string, string>>> {
    return { authorization: `Bearer ${await this.token(party)}`, 'accept-language': 'en' };
  }

  private async token(client: string): Promise<string> {
    const now = this.clock.now();
    const held = this.tokens.get(client);
    if (held !== undefined && now >= held.from && now < held.from + TOKEN_MILLISECONDS) return held.value;
    const value = await fetchToken(this.url, client, this.secrets.get(client) ?? '');
    this.tokens.set(client, { value, from: now });
    return value;
  }

  /** Moves the clock of the whole node and fires what has become due, ISO 8601 with offset. */
  async travelTo(instant: string): Promise<void> {
    this.clock.travelTo(instant);
    for (const { bus } of this.node.services) await bus.fireDueTimers();
  }

  /** What events of one kind said on the bus, in their order. */
  seen<D extends object>({ type }: EventDefinition<D>): D[] {
    return this.events.filter((event) => event.type === type).map(({ data }) => data as D);
  }

  /** A look into a service's own database, to wait for what no answer of the API tells. */
  async query(service: ServiceName, sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    const found = this.node.services.find(({ name }) => name === service);
    return (await found?.unitOfWork.source.query(sql, [...parameters])) as unknown[];
  }

  async stop(): Promise<void> {
    await this.node.stop();
    await this.listening.close();
    await Promise.all([this.linked?.gateway.cut(), this.linked?.up?.cut()]);
    await this.bus.stop();
    await this.bus.remove();
  }
}

/** The ways to a node among others, and the settings that speak of them. */
async function linksOf({ code, among, ...plan }: TestNodePlan<string>): Promise<{ linked: TestLinks | null; port: number; told: Readonly<Record<string, string>> }> {
  if (among === undefined) return { linked: null, port: 0, told: {} };
  const port = await freePort();
  const { parent } = among;
  await parent?.admit({ code, ...plan });
  const [gateway, up] = await Promise.all([CuttableLink.to(`http://127.0.0.1:${String(port)}`), parent === undefined ? null : CuttableLink.to(parent.busUrl)]);
  const upward = parent === undefined || up === null ? {} : { PARENT_NODE: parent.plan.code, PARENT_NATS_URL: up.url, PARENT_NATS_PASSWORD: `test-fed-${code}` };
  return { linked: { gateway, up }, port, told: { FEDERATION_PASSWORD: 'test-fed', GATEWAY_URL: gateway.url, ...upward } };
}
