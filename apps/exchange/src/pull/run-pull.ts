import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { exchangeProblems, Problem, pullCompleted, pullFailed, type PullRun, type PullSource } from '@gongshu/contracts';
import { announcedAddresses, CLOCK, instantOf, LOGGER, NODE, platformContext, SETTINGS, TIMEOUTS, UnitOfWork, UpstreamClient, type AddressRule, type Clock, type NodeIdentity, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { aggregationAllows, type DataSet } from '../data-set/data-set.js';
import { FindDataSet } from '../data-set/find-data-set.js';
import { TakeVersion } from '../data-set/take-version.js';
import { UploadRules } from '../data-set/upload-rules.js';
import type { ExchangeSettings } from '../exchange.config.js';
import { InvalidRows } from '../rows/row-faults.js';
import { StreamDatabase } from '../streams/stream-database.js';
import { openDatabaseSource } from './open-database-source.js';
import { openFileSource } from './open-file-source.js';
import { PullSecrets } from './pull-secrets.js';
import { PullStore } from './pull.store.js';

/** Pulls a provider's data and makes them the next version, under the rules of an upload. A run holds a connection of the streams' pool, never a timer or a request. */
@Injectable()
export class RunPull implements OnModuleDestroy {
  private readonly rule: AddressRule;
  private readonly client: UpstreamClient;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly streams: StreamDatabase,
    private readonly dataSets: FindDataSet,
    private readonly pulls: PullStore,
    private readonly secrets: PullSecrets,
    private readonly taking: TakeVersion,
    private readonly rules: UploadRules,
    @Inject(SETTINGS) settings: ExchangeSettings,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.rule = announcedAddresses(settings.privateInterfacesAllowed);
    this.client = new UpstreamClient({ rule: this.rule, most: 2, timeouts: TIMEOUTS });
  }

  async onModuleDestroy(): Promise<void> {
    this.client.close();
    await Promise.allSettled(this.underWay);
  }

  /** Begins a run; with its result it is on record. */
  begin(entryId: string, recorded?: PullRun): void {
    const ctx = platformContext(this.node, this.clock, 'pull');
    const record = async (): Promise<PullRun> => recorded ?? this.unitOfWork.run(ctx, (tx) => this.pulls.beginRun(tx, entryId, ctx.now));
    const work = record().then((run) => this.run(ctx, entryId, run)).catch((error: unknown) => this.logger.error({ err: error, entry: entryId }, 'the end of a pull could not be recorded'));
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  private async run(ctx: RequestContext, entryId: string, run: PullRun): Promise<void> {
    try {
      await this.streams.unitOfWork.run(ctx, (tx) => this.take(tx, entryId, run));
    } catch (error) {
      const refusal = await this.taking.reported(ctx, entryId, error);
      const failure = refusal instanceof Problem ? refusal.definition.code : exchangeProblems.sourceUnavailable.code;
      const reportId = refusal instanceof InvalidRows ? refusal.reportId : null;
      // What a provider's server says may hold what it holds: it goes no further than the log's level for searching.
      this.logger.debug({ err: error, entry: entryId }, 'a pull failed');
      await this.unitOfWork.run(ctx, async (tx) => {
        const { providerId } = await this.dataSets.byEntry(tx, entryId);
        await this.pulls.endRun(tx, run.id, { result: 'FAILED', version: null, reportId, failure }, instantOf(this.clock));
        tx.announce(pullFailed, entryId, { entryId, runId: run.id, providerId, failure, reportId });
      });
    }
  }

  private async take(tx: Transaction, entryId: string, run: PullRun): Promise<void> {
    if (!(await this.pulls.lock(tx, entryId))) throw new Problem(exchangeProblems.pullUnderWay);
    await this.pulls.endBroken(tx, entryId, run.id, instantOf(this.clock));
    const pull = await this.pulls.find(tx, entryId);
    if (pull === undefined) throw new Problem(exchangeProblems.noPull);
    const dataSet = await this.dataSets.byEntry(tx, entryId);
    aggregationAllows(dataSet, 'PHYSICAL');
    await this.rules.onlyWithinList(tx, dataSet);
    this.rules.everyDemandHasItem(dataSet);
    const file = await this.open(dataSet, pull.source);
    const { version, reportId } = await this.taking.run(tx, dataSet, file, { cause: 'PULL', faulty: 'refuse', onlyChanges: true });
    await this.pulls.endRun(tx, run.id, { result: version === null ? 'UNCHANGED' : 'NEW_VERSION', version, reportId, failure: null }, instantOf(this.clock));
    tx.announce(pullCompleted, entryId, { entryId, runId: run.id, providerId: dataSet.providerId, failure: null, reportId });
  }

  private async open({ providerId, columns }: DataSet, source: PullSource): Promise<AsyncIterable<Buffer>> {
    const secret = source.secretRef === undefined ? undefined : await this.secrets.read(providerId, source.secretRef);
    const names = columns.map(({ column }) => column);
    return source.kind === 'POSTGRES' ? openDatabaseSource(source, names, secret, this.rule) : openFileSource(source.url, names, secret, this.client);
  }
}
