import { randomUUID, type Hash } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { CLOCK, instantOf, LOGGER, NODE, NodeRegulation, platformContext, UnitOfWork, type Clock, type NodeIdentity, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { AppendRows, CurrentVersionMoved } from '../data-set/append-rows.js';
import type { Version } from '../data-set/data-set.js';
import { tableOf } from '../data-set/table-names.js';
import { StreamDatabase } from '../streams/stream-database.js';
import { planPieces, SEAL_TIMER, sealAfter, type Piece, type Tail } from './record-stream.js';
import { RecordStreamStore } from './record-stream.store.js';
import { RunningDigests } from './running-digests.js';
import { TailTableStore } from './tail-table.store.js';

const TRIES = 3;

interface Sealed {
  readonly versionId: string;
  readonly hash: Hash;
}

/**
 * Makes the next version of what has been streamed: the rows of the current one and those of the tails behind them. Windows come in meanwhile, into the next tail; the current version stays until the commit.
 * Holds a connection of the streams' pool, never a timer or a request. The timer stays set until all is sealed, so that what a stop breaks off is made up for.
 */
@Injectable()
export class SealRecords implements OnModuleDestroy {
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: StreamDatabase,
    private readonly dataSets: AppendRows,
    private readonly streams: RecordStreamStore,
    private readonly tables: TailTableStore,
    private readonly digests: RunningDigests,
    private readonly regulation: NodeRegulation,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  begin(entryId: string): void {
    const work = this.run(entryId).catch((error: unknown) => this.logger.error({ err: error, entry: entryId }, 'streamed records could not be sealed and will be again'));
    this.underWay.add(work);
    void work.finally(() => this.underWay.delete(work));
  }

  private async run(entryId: string): Promise<void> {
    const ctx = platformContext(this.node, this.clock, SEAL_TIMER);
    await this.unitOfWork.run(ctx, async (tx) => {
      await this.streams.lock(tx, entryId);
      await this.streams.closeTail(tx, entryId);
    });
    const sealed = await this.sealed(ctx, entryId);
    if (sealed !== null) this.digests.keep(entryId, sealed.versionId, sealed.hash);
  }

  private async sealed(ctx: RequestContext, entryId: string): Promise<Sealed | null> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.database.unitOfWork.run(ctx, (tx) => this.seal(tx, entryId, attempt === TRIES));
      } catch (error) {
        if (!(error instanceof CurrentVersionMoved)) throw error;
      }
    }
  }

  /** @param alone nobody brings or corrects rows meanwhile: so it succeeds however many corrections there are, and others wait */
  private async seal(tx: Transaction, entryId: string, alone: boolean): Promise<Sealed | null> {
    if (!(await this.streams.lockSealing(tx, entryId))) return null;
    if (alone) await this.dataSets.halt(tx, entryId);
    const tails = (await this.streams.tails(tx, entryId)).filter(({ closed }) => closed);
    const full = tails.filter(({ rows }) => rows > 0);
    const [first] = full;
    const sealed = first === undefined ? null : await this.nextVersion(tx, entryId, first, full);
    if (sealed === null) await this.dataSets.halt(tx, entryId);
    for (const { id } of tails) await this.tables.drop(tx, id);
    await this.streams.drop(tx, tails);
    await this.armTimer(tx, entryId);
    return sealed;
  }

  private async nextVersion(tx: Transaction, entryId: string, { columns }: Tail, tails: readonly Tail[]): Promise<Sealed> {
    const current = await this.dataSets.current(tx, entryId);
    const id = randomUUID();
    const added = tails.reduce((sum, { rows }) => sum + rows, 0);
    const plan = planPieces(await this.piecesOf(tx, current), added);
    const pieces = await this.tables.seal(tx, { id, columns: columns.length, ...plan, tails: tails.map((tail) => tail.id) });
    const hash = await this.digestOf(tx, entryId, current, columns, tails);

    const rows = (current?.rows ?? 0) + added;
    const digest = hash.copy().digest('hex');
    // Locks the data set only now: a large tail takes a while.
    const version = await this.dataSets.complete(tx, entryId, { id, columns, rows, digest, completedAt: instantOf(this.clock) }, current);
    if (pieces !== null) await this.streams.keepPieces(tx, id, pieces);
    await this.streams.sealed(tx, entryId, tails, version);
    return { versionId: id, hash };
  }

  private async piecesOf(tx: Transaction, current: Version | undefined): Promise<readonly Piece[]> {
    if (current === undefined || current.rows === 0) return [];
    return (await this.streams.pieces(tx, current.id)) ?? [{ table: tableOf(current.id), rows: current.rows }];
  }

  private async digestOf(tx: Transaction, entryId: string, current: Version | undefined, columns: Version['columns'], tails: readonly Tail[]): Promise<Hash> {
    const known = current === undefined ? null : this.digests.after(entryId, current.id);
    const hash = known ?? this.digests.begin(columns);
    if (known === null && current !== undefined) for await (const lines of this.tables.versionLines(tx, current.id, columns.length)) hash.update(lines);
    for (const { id } of tails) for await (const lines of this.tables.tailLines(tx, id, columns.length)) hash.update(lines);
    return hash;
  }

  /** For what came meanwhile. With the data set locked nothing comes just now. */
  private async armTimer(tx: Transaction, entryId: string): Promise<void> {
    const [open] = await this.streams.tails(tx, entryId);
    if (open === undefined) {
      await tx.stopTimer(SEAL_TIMER, entryId);
      return;
    }
    const wait = open.closed ? 0 : sealAfter(this.regulation.pack, await this.streams.find(tx, entryId)) * 1000;
    await tx.startTimer(SEAL_TIMER, entryId, new Date(Date.parse(open.openedAt) + wait).toISOString());
  }
}
