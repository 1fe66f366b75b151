import { Controller } from '@nestjs/common';
import { qualityDisputeProblems, verificationForwardedUp, type EventOf } from '@gongshu/contracts';
import { beginProcedure } from '@gongshu/regulation';
import { childSpeaksForItsTerritory, historyEntry, NodeRegulation, Reacts, refusalProblem, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { FindKnownEntry } from '../known-entry/find-known-entry.js';
import { RecordMove } from './record-move.js';
import { VerificationStore } from './verification.store.js';
import { begun, factsOf, type Doubt } from './verification.js';

const PROCEDURE = 'verification';

/** A child node forwards a doubt about data of this node, or of one above: the case goes on here under its own id, with its history. */
@Controller()
export class WhenVerificationForwardedUp {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly findKnownEntry: FindKnownEntry,
    private readonly verifications: VerificationStore,
    private readonly recordMove: RecordMove,
  ) {}

  @Reacts(verificationForwardedUp, { as: 'when-verification-forwarded-up', from: 'neighbours' })
  async run({ node: child, data }: EventOf<typeof verificationForwardedUp>, tx: Transaction): Promise<void> {
    if (data.addressedTo !== tx.ctx.node.code) return;
    const calendar = await this.calendars.forAct(tx);
    childSpeaksForItsTerritory(child, tx.ctx.node.code, [data.originNode, data.requester.node, data.requester.division]);
    if ((await this.verifications.findUnscoped(tx, data.id)) !== undefined) return;
    const { addressedTo: _addressedTo, transition: _transition, history, ...told } = data;
    const entry = await this.findKnownEntry.run(tx, data.entryId);
    // Whose data it is, the catalogue knows better than the child.
    const known = entry === undefined ? {} : { entryName: entry.name, provider: entry.provider, ownerNode: entry.node };
    const arrived: Doubt = { ...told, ...known, cameFrom: child };
    const { pack } = this.regulation;
    const { doubt, rows } = arrived;
    const moved = beginProcedure(pack, PROCEDURE, { actor: { roles: [], parties: ['child-node'] }, facts: factsOf(arrived, tx.ctx.node), content: { doubt, rows }, at: tx.ctx.now }, calendar);
    if (moved.kind === 'refused') throw refusalProblem(qualityDisputeProblems, moved, tx.ctx.language);
    const verification = begun(arrived, moved, [...history, historyEntry(moved, tx.ctx)]);
    await this.verifications.insert(tx, verification);
    await this.recordMove.run(tx, verification, moved);
  }
}
