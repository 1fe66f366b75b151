import {
  announcedAddresses, AskedTokenIssuers, type Clock, configuredAddresses, connectBus, createLogger, listenForOps, Metrics, type NodeIdentity, readSettings, RequestClient, type SettingSource, systemClock, TIMEOUTS,
  TokenKeys, TokenVerifier, UpstreamClient, zoneChannels,
} from '@gongshu/service-kit';
import { addressKey } from './admission/address-key.js';
import { Admission } from './admission/admission.js';
import { CallerNames } from './admission/caller-names.js';
import { Door } from './admission/door.js';
import { ProgressWatch } from './admission/progress-watch.js';
import { checkSettings, gatewaySettings } from './gateway.config.js';
import { NodeReadiness } from './health/node-readiness.js';
import { FastLane } from './lane/fast-lane.js';
import { GovernedCalls } from './lane/governed-calls.js';
import { ImportDesk } from './lane/import-desk.js';
import { PermitDesk } from './lane/permit-desk.js';
import { ProxiedCalls } from './lane/proxied-calls.js';
import { ZonedProviders } from './lane/zoned-providers.js';
import { openListener, type Listener } from './listener.js';
import { LoginLane } from './login/login-lane.js';
import { InterfaceBreakers } from './provider/interface-breakers.js';
import { InterfaceTermsDesk } from './provider/interface-terms.js';
import { LogicalCalls } from './provider/logical-calls.js';
import { AnsweredElsewhere } from './rest/answered-elsewhere.js';
import { singleHeader } from './reading/single-header.js';
import type { CallerAddress } from './rest/listener-parts.js';
import { ZoneGate, zoneRules } from './zones/zone-gate.js';

export interface GatewaySurroundings {
  readonly settings: SettingSource;
  readonly clock?: Clock;
  readonly metrics?: Metrics;
}

export interface RunningGateway {
  readonly ports: { readonly extranet: number; readonly public: number | null; readonly ops: number | null };
  /** Every service the node needs says it is ready. */
  isReady(): Promise<boolean>;
  stop(): Promise<void>;
}

const GRACE_MILLISECONDS = 10_000;
const CLOSINGS_MILLISECONDS = 3_000;
/** Connections to one origin of data. */
const MOST_CONNECTIONS = 64;

/** Starts the gateway: bus, data lane, listeners. Fails as a whole or runs as a whole. */
export async function startGateway(surroundings: GatewaySurroundings): Promise<RunningGateway> {
  const settings = readSettings(gatewaySettings, surroundings.settings);
  checkSettings(settings);
  const zones = zoneRules(settings);
  const clock = surroundings.clock ?? systemClock;
  const metrics = surroundings.metrics ?? new Metrics();
  const node: NodeIdentity = {
    code: settings.nodeCode,
    name: settings.nodeName,
    level: settings.nodeLevel,
    pack: settings.nodePack,
    parent: settings.parentNode === '' ? null : settings.parentNode,
  };
  const logger = createLogger(settings.logLevel, { node: node.code, service: settings.accessGateway ? 'access-gateway' : 'gateway' });
  const connection = await connectBus({ url: settings.natsUrl, user: settings.natsUser, password: settings.natsPassword, caFile: settings.natsCaFile, name: `${node.code} gateway` });

  const client = new RequestClient(connection, clock);
  const upstream = { most: MOST_CONNECTIONS, timeouts: TIMEOUTS };
  const exchange = new UpstreamClient({ ...upstream, rule: configuredAddresses });
  const providers = new UpstreamClient({ ...upstream, rule: announcedAddresses(settings.privateInterfacesAllowed) });
  const relays = new UpstreamClient({ ...upstream, rule: configuredAddresses });
  // A neighbour says itself where its gateway is, and gateways stand in the government's private network.
  const neighbours = new UpstreamClient({ ...upstream, rule: settings.accessGateway ? configuredAddresses : announcedAddresses(true) });
  const desk = new PermitDesk(client, node, clock, logger);
  const proxied = new ProxiedCalls(neighbours, `${node.code}-${settings.natsUser}`);
  const { exchangeUrl, upstreamGatewayUrl } = settings;
  const breakers = new InterfaceBreakers(clock, metrics);
  const logical = new LogicalCalls(new ZonedProviders(providers, relays, zoneChannels(settings.zoneChannels)), new InterfaceTermsDesk(client, node, clock), breakers);
  const governed = new GovernedCalls({ desk, exchange, logical, proxied, exchangeUrl });
  const imports = new ImportDesk(client, node, clock);
  const admission = new Admission({ slots: settings.mostConcurrentCalls, waitMilliseconds: settings.mostWaitMilliseconds });
  const progress = new ProgressWatch({ bytesPerSecond: settings.leastBytesPerSecond, seconds: settings.progressSeconds });
  const lane = new FastLane({ governed, proxied, desk, imports, exchange, exchangeUrl, upstreamGatewayUrl, admission, progress, logger, metrics });
  const names = new CallerNames(new TokenVerifier(new TokenKeys(new AskedTokenIssuers(client, node, clock), clock), clock));
  const gate = new ZoneGate(zones, client, node, clock, logger);
  const door = new Door(gate, names, {
    data: { perSecond: settings.dataCallsPerSecond, burst: settings.dataCallsBurst },
    rest: { perSecond: settings.restCallsPerSecond, burst: settings.restCallsBurst },
    public: { perSecond: settings.publicCallsPerSecond, burst: settings.publicCallsBurst },
  });
  const login = new LoginLane(settings.loginUrl, logger);
  const readiness = new NodeReadiness(client, node, clock, settings.accessGateway);
  const isReady = async (): Promise<boolean> => (await readiness.read()).ready;
  // The probe asks whether this door works: a service that is away must not take every door out of rotation with it.
  const isServing = async (): Promise<boolean> => connection.flush().then(() => true, () => false);
  const callerAddress: CallerAddress = (request) => addressKey(gate.addressOf(request.socket.remoteAddress, singleHeader(request, 'x-forwarded-for')));
  const parts = { client, node, clock, logger, metrics, readiness, callerAddress, elsewhere: new AnsweredElsewhere(proxied, upstreamGatewayUrl) };

  const listeners: Listener[] = [];
  const closeAll = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.stop(GRACE_MILLISECONDS)));
    await desk.drain(CLOSINGS_MILLISECONDS);
    for (const opened of [exchange, providers, relays, neighbours, login, admission, progress, breakers]) opened.close();
    await connection.drain();
  };
  try {
    const open = async (port: number, publicOnly: boolean): Promise<Listener> => {
      const listener = await openListener(parts, { door, lane, login }, { host: settings.host, port, publicOnly, bodyLimitBytes: settings.bodyLimitBytes });
      listeners.push(listener);
      return listener;
    };
    const extranet = await open(settings.port, false);
    const forPublic = settings.publicPort === 0 ? null : await open(settings.publicPort, true);
    const ops = settings.opsPort === 0 ? null : await listenForOps(settings.opsHost, settings.opsPort, isServing, metrics);
    logger.info('started');
    return {
      ports: { extranet: extranet.port, public: forPublic?.port ?? null, ops: ops?.port ?? null },
      isReady,
      stop: async () => {
        await ops?.close();
        await closeAll();
        logger.info('stopped');
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
