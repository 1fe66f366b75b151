import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, windowTaken, type RecordWindow } from '@gongshu/contracts';
import { CLOCK, instantOf, NodeRegulation, UnitOfWork, type Clock, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { AppendRows } from '../data-set/append-rows.js';
import type { DataSet } from '../data-set/data-set.js';
import { TakeVersion } from '../data-set/take-version.js';
import { UploadRules } from '../data-set/upload-rules.js';
import { asUtf8, type CharacterSet } from '../rows/character-set.js';
import { CheckedCsv } from '../rows/checked-csv.js';
import { ndjsonAsCsv } from '../rows/ndjson-as-csv.js';
import type { FaultyRows } from '../rows/row-faults.js';
import { GatherWindow, type GatheredWindow } from './gather-window.js';
import { judgeSequence, SEAL_TIMER, sealAfter, type RecordStream, type Tail } from './record-stream.js';
import { RecordStreamStore } from './record-stream.store.js';
import { TailTableStore } from './tail-table.store.js';

/** A tail of so many rows is sealed at once. */
const FULL_TAIL_ROWS = 200_000;

/** What a sender says of its window. */
export interface WindowForm {
  readonly sequence: number;
  readonly faulty: FaultyRows;
  readonly gzip: boolean;
  readonly characterSet: CharacterSet;
  /** SHA-256 the sender states of what it sends, hex. */
  readonly digest: string | null;
}

interface Arrived {
  readonly sequence: number;
  readonly lines: AsyncIterable<Buffer>;
  readonly csv: CheckedCsv;
  readonly takenAt: string;
}

/** Takes a window of a stream in: its records, its number and the event commit together or not at all, and its answer comes after that. */
@Injectable()
export class TakeWindow {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly dataSets: AppendRows,
    private readonly streams: RecordStreamStore,
    private readonly tables: TailTableStore,
    private readonly gathering: GatherWindow,
    private readonly rules: UploadRules,
    private readonly taking: TakeVersion,
    private readonly regulation: NodeRegulation,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(ctx: RequestContext, entryId: string, file: Readable, form: WindowForm): Promise<RecordWindow> {
    const { sequence, faulty } = form;
    await this.unitOfWork.read(ctx, (tx) => this.dataSets.mayBring(tx, entryId));
    return this.gathering.run(file, form, async (window) => {
      try {
        return await this.unitOfWork.run(ctx, (tx) => this.take(tx, entryId, form, window), { entryId, sequence, faulty, digest: window.digest });
      } catch (error) {
        throw await this.taking.reported(ctx, entryId, error, sequence);
      }
    });
  }

  private async take(tx: Transaction, entryId: string, { sequence, faulty, characterSet }: WindowForm, { lines, digest }: GatheredWindow): Promise<RecordWindow> {
    const dataSet = await this.dataSets.bring(tx, entryId);
    const stream = await this.streams.lock(tx, entryId);
    const earlier = judgeSequence(stream, { sequence, digest }, await this.streams.window(tx, entryId, sequence));
    if (earlier !== null) return earlier;
    await this.itemsAreThoseOfTheVersion(tx, dataSet);

    const takenAt = instantOf(this.clock);
    const csv = new CheckedCsv(this.rules.demandedColumns(dataSet), faulty);
    await this.append(tx, dataSet, stream, { sequence, lines: asUtf8(characterSet, lines()), csv, takenAt });
    const { report, rows } = csv;
    const reportId = report.faultyRows === 0 ? null : await this.dataSets.report(tx, entryId, report, { sequence, at: takenAt });
    const window = { sequence, rows, faultyRows: report.faultyRows, reportId, takenAt };
    await this.streams.keepWindow(tx, entryId, { ...window, digest });
    tx.announce(windowTaken, entryId, { entryId, sequence, rows, faultyRows: report.faultyRows, reportId });
    return window;
  }

  private async append(tx: Transaction, dataSet: DataSet, stream: RecordStream, { sequence, lines, csv, takenAt }: Arrived): Promise<void> {
    const { entryId, columns } = dataSet;
    const tail = await this.growing(tx, dataSet, stream, takenAt);
    await this.tables.append(tx, tail.id, columns.length, ndjsonAsCsv(columns.map(({ column }) => column), lines), csv);
    const rows = tail.rows + csv.rows;
    const closed = rows >= FULL_TAIL_ROWS;
    await this.streams.growTail(tx, tail.id, { rows, sequence, closed });
    if (closed) await tx.startTimer(SEAL_TIMER, entryId, takenAt);
  }

  /** The tail that grows; when there is none a new one, which is sealed in time. */
  private async growing(tx: Transaction, { entryId, columns }: DataSet, stream: RecordStream, takenAt: string): Promise<Tail> {
    const tails = await this.streams.tails(tx, entryId);
    const open = tails.find(({ closed }) => !closed);
    if (open !== undefined) return open;
    const tail = await this.streams.openTail(tx, entryId, columns, takenAt);
    await this.tables.open(tx, tail.id, columns.length);
    // Where others wait to be sealed the timer is set already, to an earlier time.
    if (tails.length === 0) await tx.startTimer(SEAL_TIMER, entryId, new Date(Date.parse(takenAt) + sealAfter(this.regulation.pack, stream) * 1000).toISOString());
    return tail;
  }

  /** Records stand behind the rows that are there, so that both have the same columns. What is unsealed has those of the current version, which only a sealed one follows. @throws Problem `exchange/items-changed` */
  private async itemsAreThoseOfTheVersion(tx: Transaction, { entryId, columns }: DataSet): Promise<void> {
    const present = (await this.streams.tails(tx, entryId))[0] ?? (await this.dataSets.current(tx, entryId));
    if (present !== undefined && JSON.stringify(present.columns) !== JSON.stringify(columns)) throw new Problem(exchangeProblems.itemsChanged);
  }
}
