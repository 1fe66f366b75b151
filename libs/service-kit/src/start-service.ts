import { NestFactory } from '@nestjs/core';
import type { INestMicroservice, Provider, Type } from '@nestjs/common';
import type { DataSource, MigrationInterface } from 'typeorm';
import type { ServiceName } from '@gongshu/contracts';
import { readSettings, type SettingsDefinition, type SettingsOf, type SettingSource } from './config/settings.js';
import { serviceSettings } from './config/kit-settings.js';
import { CLOCK, systemClock, type Clock } from './context/clock.js';
import { NODE, type NodeIdentity } from './context/request-context.js';
import { migrate, openDatabase } from './database/open-database.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { listenForOps, type OpsListener } from './health/ops-listener.js';
import { KitModule } from './kit.module.js';
import { connectBus, leaveBus, type BusConnection } from './messaging/bus-connection.js';
import { BusStrategy } from './messaging/bus.strategy.js';
import { hearEndedTokens } from './messaging/hear-ended-tokens.js';
import { RequestClient } from './messaging/request-client.js';
import { AskedTokenIssuers, TokenKeys, TOKEN_ISSUERS, type TokenIssuerSource } from './permission/token-keys.js';
import { TokenVerifier } from './permission/token-verifier.js';
import { NodeRegulation } from './law/node-regulation.js';
import { WorkingCalendars } from './law/working-calendars.js';
import { createLogger, LOGGER } from './telemetry/logger.js';
import { Metrics } from './telemetry/metrics.js';

export const SETTINGS = Symbol('Settings');

/** Everything the kit must know to run a service. */
export interface ServiceDefinition<D extends SettingsDefinition = SettingsDefinition> {
  readonly name: ServiceName;
  readonly module: Type<unknown>;
  readonly settings: D;
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Acts of this service stream rows through their connection (COPY), which one that pipelines its statements cannot do. */
  readonly streamsRows?: boolean;
  /** `identity` vouches for itself; every other service asks it. */
  tokenIssuers?(unitOfWork: UnitOfWork, node: NodeIdentity, clock: Clock, settings: ServiceSettingsOf<D>): TokenIssuerSource;
}

export interface Surroundings {
  readonly settings: SettingSource;
  readonly clock?: Clock;
  readonly metrics?: Metrics;
}

export interface RunningService {
  readonly name: ServiceName;
  readonly app: INestMicroservice;
  readonly bus: BusStrategy;
  readonly unitOfWork: UnitOfWork;
  readonly opsPort: number | null;
  isReady(): Promise<boolean>;
  /** Drains: no new requests, work in hand finished, announced events sent, connections closed. */
  stop(): Promise<void>;
}

export type ServiceSettingsOf<D extends SettingsDefinition> = SettingsOf<typeof serviceSettings & D>;

function nodeIdentity(settings: SettingsOf<typeof serviceSettings>): NodeIdentity {
  return {
    code: settings.nodeCode,
    name: settings.nodeName,
    level: settings.nodeLevel,
    pack: settings.nodePack,
    parent: settings.parentNode === '' ? null : settings.parentNode,
  };
}

/** Runs a service's migrations and nothing else: the job before a rollout. */
export async function migrateService(definition: ServiceDefinition, settings: SettingSource): Promise<void> {
  const read = readSettings(serviceSettings, settings);
  const source = await openDatabase({ ...definition, service: definition.name, url: read.databaseUrl, pool: 2 });
  try {
    await migrate(source);
  } finally {
    await source.destroy();
  }
}

/** Starts a service: settings, database, bus, module, probes. Fails as a whole or runs as a whole. */
export async function startService<D extends SettingsDefinition>(definition: ServiceDefinition<D>, surroundings: Surroundings): Promise<RunningService> {
  const settings = readSettings({ ...serviceSettings, ...definition.settings }, surroundings.settings);
  const kit = settings as SettingsOf<typeof serviceSettings>;
  const clock = surroundings.clock ?? systemClock;
  const metrics = surroundings.metrics ?? new Metrics();
  const node = nodeIdentity(kit);
  const logger = createLogger(kit.logLevel, { node: node.code, service: definition.name });
  const regulation = NodeRegulation.load(kit.packsDirectory, node, clock);

  const source = await openDatabase({ ...definition, service: definition.name, url: kit.databaseUrl, pool: kit.databasePool });
  let connection: BusConnection | null = null;
  let app: INestMicroservice | null = null;
  try {
    if (kit.migrateOnStart) await migrate(source);
    connection = await connectBus({ url: kit.natsUrl, user: kit.natsUser, password: kit.natsPassword, caFile: kit.natsCaFile, name: `${node.code} ${definition.name}` });
    const unitOfWork = new UnitOfWork(source);
    const client = new RequestClient(connection, clock);
    const issuers = definition.tokenIssuers?.(unitOfWork, node, clock, settings) ?? new AskedTokenIssuers(client, node, clock);
    const verifier = new TokenVerifier(new TokenKeys(issuers, clock), clock);
    hearEndedTokens(connection, verifier, logger);
    const bus = new BusStrategy({ service: definition.name, node, connection, verifier, unitOfWork, clock, logger, metrics, retentionDays: kit.outboxRetentionDays });

    const providers: Provider[] = [
      { provide: UnitOfWork, useValue: unitOfWork },
      { provide: RequestClient, useValue: client },
      { provide: TokenVerifier, useValue: verifier },
      { provide: TOKEN_ISSUERS, useValue: issuers },
      { provide: NodeRegulation, useValue: regulation },
      { provide: WorkingCalendars, useValue: new WorkingCalendars() },
      { provide: Metrics, useValue: metrics },
      { provide: BusStrategy, useValue: bus },
      { provide: CLOCK, useValue: clock },
      { provide: NODE, useValue: node },
      { provide: LOGGER, useValue: logger },
      { provide: SETTINGS, useValue: settings },
    ];
    const root = { module: class Root {}, imports: [KitModule.of(providers), definition.module] };
    app = await NestFactory.createMicroservice(root, { strategy: bus, logger: false, abortOnError: false });
    await app.listen();
    const ops: OpsListener | null = kit.opsPort === 0 ? null : await listenForOps(kit.opsHost, kit.opsPort, () => bus.isReady(), metrics, bus);
    logger.info('started');
    const parts = { ops, app, connection, source };
    let stopping: Promise<void> | null = null;
    return {
      name: definition.name,
      app,
      bus,
      unitOfWork,
      opsPort: ops?.port ?? null,
      isReady: () => bus.isReady(),
      stop: () => (stopping ??= stopInOrder(parts).then(() => logger.info('stopped'))),
    };
  } catch (error) {
    await stopInOrder({ ops: null, app, connection, source }).catch((failure: unknown) => logger.error({ err: failure }, 'what had started could not be stopped'));
    throw error;
  }
}

interface Parts {
  readonly ops: OpsListener | null;
  readonly app: INestMicroservice | null;
  readonly connection: BusConnection | null;
  readonly source: DataSource;
}

/** What uses others ends before them, and each ends even if one before it could not end in order. */
async function stopInOrder({ ops, app, connection, source }: Parts): Promise<void> {
  try {
    await app?.close();
  } finally {
    await ops?.close();
    if (connection !== null) await leaveBus(connection);
    await source.destroy();
  }
}
