import { Inject, Injectable } from '@nestjs/common';
import { catalogueImportEnded } from '@gongshu/contracts';
import { childTrace, CLOCK, instantOf, NODE, Transaction, UnitOfWork, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import type { CatalogueImport } from './catalogue-import.js';
import { CatalogueImportStore, type Progress } from './catalogue-import.store.js';
import { openCsv } from './csv-rows.js';
import { DraftEntries } from './draft-entries.js';
import { headerOf } from './header.js';
import { fileFault, UnreadableSpreadsheet, type FoundFault } from './import-fault.js';
import { ImportFile } from './import-file.js';
import { contentOf, type Reading } from './resource-content.js';
import { resourceBatches, type ReadableSheet, type ResourceBatch } from './resource-batches.js';
import { openWorkbook } from './workbook.js';

const MOST_REFUSALS = 10_000;

/** Whoever worked on the import was told to stop, or another has taken it over; its last position stands. */
class Interrupted extends Error {}

/** Drafts that the law refused, in a file of which all or nothing is to be taken. */
class Refused extends Error {
  constructor(
    readonly faults: readonly FoundFault[],
    readonly rows: number,
  ) {
    super('the law refuses');
  }
}

interface ReadDraft extends Extract<Reading, { content: unknown }> {
  readonly rows: number;
}
interface JudgedBatch {
  readonly drafts: readonly ReadDraft[];
  readonly faults: readonly FoundFault[];
  readonly rowsRead: number;
  readonly rowsValid: number;
}

/**
 * Works on an import from where it stands: reads the whole file once and finds all faults, then reads it again and drafts an entry for each resource without fault. Every batch commits with
 * its position; in the mode all-or-nothing the drafts are one transaction. So a process killed at any instant loses and doubles nothing.
 */
@Injectable()
export class RunImport {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
    private readonly files: ImportFile,
    private readonly drafting: DraftEntries,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  /** @throws whatever keeps the import from being worked on now; it may be tried again */
  async run(id: string, stopping: AbortSignal): Promise<void> {
    const platform = this.contextOf(null);
    const found = await this.unitOfWork.read(platform, (tx) => this.imports.loadAny(tx, id));
    if (found === undefined || found.endedAt !== null) return;
    try {
      const sheets = await this.open(found);
      if (found.state === 'CHECKING') await this.check(found, sheets, stopping);
      const checked = await this.unitOfWork.read(platform, (tx) => this.imports.loadAny(tx, id));
      if (checked?.state === 'WRITING') await this.write(checked, sheets, stopping);
    } catch (error) {
      if (error instanceof UnreadableSpreadsheet) await this.refuse(found, error.faults);
      else if (error instanceof Refused) await this.refuse(found, error.faults, error.rows);
      else if (!(error instanceof Interrupted)) throw error;
    }
  }

  /** Ends an import that cannot be worked on. */
  async giveUp(id: string): Promise<void> {
    const found = await this.unitOfWork.read(this.contextOf(null), (tx) => this.imports.loadAny(tx, id));
    if (found !== undefined) await this.refuse(found, fileFault('unexpected').faults);
  }

  private async open(found: CatalogueImport): Promise<ReadableSheet[]> {
    const ctx = this.contextOf(found);
    const file = this.files.open(ctx, found.id, found.bytesReceived);
    const sheets = found.format === 'csv' ? await openCsv(file) : await openWorkbook(file, this.files.shelf(ctx, found.id));
    const readable: ReadableSheet[] = [];
    const faults: FoundFault[] = [];
    for (const sheet of sheets) {
      try {
        const header = await headerOf(sheet);
        if (header !== null) readable.push({ sheet, header });
      } catch (error) {
        if (!(error instanceof UnreadableSpreadsheet)) throw error;
        faults.push(...error.faults);
      }
    }
    if (faults.length > 0) throw new UnreadableSpreadsheet(faults);
    if (readable.length === 0) throw fileFault('no-header');
    return readable;
  }

  private async check(found: CatalogueImport, sheets: readonly ReadableSheet[], stopping: AbortSignal): Promise<void> {
    const { id } = found;
    for await (const batch of resourceBatches(sheets, found.position)) {
      const { faults, rowsRead, rowsValid } = this.judge(found, batch);
      await this.unitOfWork.run(this.contextOf(found), async (tx) => {
        const { from, to } = batch;
        if (!(await this.imports.advance(tx, id, { from, to, rowsRead, rowsValid, rowsInvalid: rowsRead - rowsValid, entries: 0, faults }))) throw new Interrupted();
      });
      if (stopping.aborted) throw new Interrupted();
    }
    await this.unitOfWork.run(this.contextOf(found), async (tx) => {
      const checked = await this.imports.loadAny(tx, id);
      if (checked === undefined) return;
      if (checked.rowsRead === 0) throw fileFault('no-rows');
      if (checked.mode === 'all-or-nothing' && checked.faults > 0) await this.end(tx, checked, 'REFUSED', []);
      else await this.imports.beginPass(tx, id, 'WRITING', null);
    });
  }

  private async write(found: CatalogueImport, sheets: readonly ReadableSheet[], stopping: AbortSignal): Promise<void> {
    const batches = (): AsyncGenerator<ResourceBatch> => resourceBatches(sheets, found.position);
    if (found.mode === 'all-or-nothing') {
      await this.unitOfWork.run(this.contextOf(found), async (tx) => {
        const refused = { faults: [] as FoundFault[], rows: 0 };
        for await (const batch of batches()) {
          // Announcements leave for the outbox batch by batch, so that memory does not hold them all; they commit with the whole.
          const part = new Transaction(this.contextOf(found), tx.manager);
          const { faults, rowsInvalid } = await this.draft(part, found, batch);
          await part.flush();
          if (refused.faults.length < MOST_REFUSALS) refused.faults.push(...faults);
          refused.rows += rowsInvalid;
          if (stopping.aborted) throw new Interrupted();
        }
        if (refused.rows > 0) throw new Refused(refused.faults, refused.rows);
        await this.complete(tx, found.id);
      });
      return;
    }
    for await (const batch of batches()) {
      await this.unitOfWork.run(this.contextOf(found), async (tx) => void (await this.draft(tx, found, batch)));
      if (stopping.aborted) throw new Interrupted();
    }
    await this.unitOfWork.run(this.contextOf(found), (tx) => this.complete(tx, found.id));
  }

  private async draft(tx: Transaction, found: CatalogueImport, batch: ResourceBatch): Promise<Progress> {
    const { drafts } = this.judge(found, batch);
    const outcomes = await this.drafting.within(tx, drafts.map(({ content }) => content));
    const refused = drafts.flatMap((draft, index) => {
      const problem = outcomes[index] ?? null;
      return problem === null ? [] : [{ rows: draft.rows, faults: draft.refusedBy(problem) }];
    });
    const rowsInvalid = refused.reduce((sum, { rows }) => sum + rows, 0);
    const { from, to } = batch;
    const progress = { from, to, rowsRead: 0, rowsValid: -rowsInvalid, rowsInvalid, entries: drafts.length - refused.length, faults: refused.flatMap(({ faults }) => faults) };
    if (!(await this.imports.advance(tx, found.id, progress))) throw new Interrupted();
    return progress;
  }

  private judge({ organisation, state, faults: found }: CatalogueImport, { resources }: ResourceBatch): JudgedBatch {
    const checked = state === 'WRITING' && found === 0;
    const drafts: ReadDraft[] = [];
    const faults: FoundFault[] = [];
    let [rowsRead, rowsValid] = [0, 0];
    for (const { resource, header, sheet } of resources) {
      const reading = contentOf(resource, header, sheet.name, organisation, checked);
      rowsRead += resource.rowCount;
      if ('faults' in reading) faults.push(...reading.faults);
      else {
        drafts.push({ ...reading, rows: resource.rowCount });
        rowsValid += resource.rowCount;
      }
    }
    return { drafts, faults, rowsRead, rowsValid };
  }

  private async complete(tx: Transaction, id: string): Promise<void> {
    const found = await this.imports.loadAny(tx, id);
    if (found !== undefined) await this.end(tx, found, 'COMPLETED', []);
  }

  private async refuse(found: CatalogueImport, faults: readonly FoundFault[], rows = 0): Promise<void> {
    await this.unitOfWork.run(this.contextOf(found), async (tx) => {
      const now = await this.imports.loadAny(tx, found.id);
      if (now !== undefined && now.endedAt === null) await this.end(tx, now, 'REFUSED', faults, rows);
    });
  }

  private async end(tx: Transaction, { id, rowsRead, entries, faults }: CatalogueImport, state: 'COMPLETED' | 'REFUSED', more: readonly FoundFault[], rowsRefused = 0): Promise<void> {
    await this.imports.end(tx, id, state, more, rowsRefused);
    tx.announce(catalogueImportEnded, id, { id, completed: state === 'COMPLETED', rowsRead, entries, faults: faults + more.length });
  }

  /** Acts of an import are those of whoever opened it. */
  private contextOf(found: CatalogueImport | null): RequestContext {
    const { actor = 'platform:catalogue-import', organisation = null, roles = [], language = 'zh', traceparent } = found ?? {};
    return { actor, organisation, roles, language, node: this.node, now: instantOf(this.clock), traceparent: childTrace(traceparent), idempotencyKey: null, origin: 'catalogue-import' };
  }
}
