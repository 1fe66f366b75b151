import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { beginProcedure } from '@gongshu/regulation';
import { NodeRegulation, UnitOfWork, WorkingCalendars, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { classificationOf, EntryAccess, type Classification } from '../entry/entry-access.js';
import { isTightening, partiesInClassification, PROCEDURES, type CaseKind, type ClassificationCase } from './classification-case.js';
import { ClassificationCaseStore } from './classification-case.store.js';
import { contentInLaw, lawful, mustMakeSense, nothingUnderWay, ownEntry } from './classification-law.js';
import { RecordCaseMove } from './record-case-move.js';

/** What a department wants of its entry. */
export interface Wish {
  readonly kind: CaseKind;
  readonly entryId: string;
  readonly wanted: Classification;
  readonly reasons: string | undefined;
}

/** A department wants its data classed otherwise: by the pack that takes effect at once, or waits for a consent or an approval. */
@Injectable()
export class OpenCase {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: EntryAccess,
    private readonly cases: ClassificationCaseStore,
    private readonly recordMove: RecordCaseMove,
  ) {}

  async run<V>(ctx: RequestContext, wish: Wish, viewOf: (opened: ClassificationCase) => V, input: object): Promise<V> {
    return this.unitOfWork.run(ctx, async (tx) => viewOf(await this.open(tx, wish)), input);
  }

  private async open(tx: Transaction, { kind, entryId, wanted, reasons }: Wish): Promise<ClassificationCase> {
    const { ctx } = tx;
    const calendar = await this.calendars.forAct(tx);
    const found = await this.entries.inForce(tx, entryId);
    const parties = found === undefined ? [] : partiesInClassification(found, ctx);
    const entry = ownEntry(found, parties);
    const former = classificationOf(entry.content);
    nothingUnderWay(await this.cases.living(tx, entryId));
    mustMakeSense(wanted, former.sharingType);
    const { pack } = this.regulation;
    const facts = { tightening: isTightening(former.sharingType, wanted.sharingType), sharingType: former.sharingType, personalData: entry.content.personalData };
    const content = contentInLaw(entry.content, wanted, reasons);
    const moved = lawful(beginProcedure(pack, PROCEDURES[kind], { actor: { roles: ctx.roles, parties }, facts, content, at: ctx.now }, calendar), ctx);
    const opened: ClassificationCase = {
      ...{ id: randomUUID(), kind, entryId, entryName: entry.content.name, node: entry.node, provider: entry.provider, former, wanted, reasons: reasons ?? null },
      ...{ standing: moved.standing, history: [], openedAt: ctx.now, listNumber: null, listedAt: null, removedAt: null, receipt: null },
    };
    await this.cases.insert(tx, opened);
    return this.recordMove.run(tx, opened, moved, reasons === undefined ? {} : { reasons }, calendar);
  }
}
