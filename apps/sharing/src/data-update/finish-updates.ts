import { Injectable } from '@nestjs/common';
import { sharingProblems, type Role } from '@gongshu/contracts';
import { takeAct } from '@gongshu/regulation';
import { NodeRegulation, refusalProblem, type Transaction } from '@gongshu/service-kit';
import { NotifyHolders } from '../held-copy/notify-holders.js';
import type { ShareableEntry } from '../shareable-entry/shareable-entry.js';
import type { DataUpdate } from './data-update.js';
import { RecordDataUpdate } from './record-data-update.js';

/** The data are up to date at a version: the updates that waited for it end, and every acquirer is told. */
@Injectable()
export class FinishUpdates {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly recordDataUpdate: RecordDataUpdate,
    private readonly notifyHolders: NotifyHolders,
  ) {}

  /** @param updates with their rows locked */
  async run(tx: Transaction, entry: ShareableEntry, updates: readonly DataUpdate[], version: number, roles: readonly Role[]): Promise<DataUpdate[]> {
    const finished: DataUpdate[] = [];
    for (const update of updates) {
      const outcome = takeAct(this.regulation.packOf(update.standing), update.standing, { act: 'finish', actor: { roles, parties: ['provider'] }, facts: { changedOn: update.changedOn }, content: {}, at: tx.ctx.now });
      if (outcome.kind === 'refused') throw refusalProblem(sharingProblems, outcome, tx.ctx.language);
      finished.push(await this.recordDataUpdate.run(tx, { ...update, version }, outcome));
    }
    await this.notifyHolders.run(tx, entry, version);
    return finished;
  }
}
