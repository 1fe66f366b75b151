import { Controller } from '@nestjs/common';
import { Problem, requestForwardedUp, requestProgressed, sharingProblems, type EventOf } from '@gongshu/contracts';
import { childSpeaksForItsTerritory, covers, NodeRegulation, Reacts, refusalProblem, WorkingCalendars, type NodeIdentity, type Transaction } from '@gongshu/service-kit';
import { beginProcedure } from '@gongshu/regulation';
import { WeighCombinations } from '../combination/weigh-combinations.js';
import { notAcceptedEntry, notAcceptedStep } from '../other-node/not-accepted.js';
import { FindShareableEntry } from '../shareable-entry/find-shareable-entry.js';
import type { ShareableEntry } from '../shareable-entry/shareable-entry.js';
import { EarlyActStore } from './early-act.store.js';
import { RecordMove } from './record-move.js';
import { rowFilterFault } from './row-filter.js';
import { factsOf, filedContent, procedureFor, unknownColumns, type Application } from './sharing-request.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TakeActFromBelow } from './take-act-from-below.js';

type ForwardedUp = EventOf<typeof requestForwardedUp>;

/** A request arrives from the level below and goes on here under its own id, with the history it brings (hebei 21). */
@Controller()
export class WhenRequestComesFromChild {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly calendars: WorkingCalendars,
    private readonly entries: FindShareableEntry,
    private readonly requests: SharingRequestStore,
    private readonly combinations: WeighCombinations,
    private readonly recordMove: RecordMove,
    private readonly earlyActs: EarlyActStore,
    private readonly takeActFromBelow: TakeActFromBelow,
  ) {}

  @Reacts(requestForwardedUp, { as: 'when-request-comes-from-child', from: 'neighbours' })
  async begin(event: ForwardedUp, tx: Transaction): Promise<void> {
    const { node } = tx.ctx;
    const { data } = event;
    const calendar = await this.calendars.forAct(tx);
    if (data.addressedTo !== node.code) return;
    await this.earlyActs.lock(tx, data.id);
    if ((await this.requests.lockUnscoped(tx, data.id)) !== undefined) return;
    childSpeaksForItsTerritory(event.node, node.code, [data.originNode, data.requester.node, data.requester.division]);
    const entry = await this.entries.run(tx, data.entryId);
    if (entry === undefined || !covers(entry.node, node.code)) return this.refuse(tx, event, new Problem(sharingProblems.unknownEntry));
    if (unknownColumns(data.columns, entry).length > 0 || rowFilterFault(data.rows ?? [], entry.columns) !== null) return this.refuse(tx, event, new Problem(sharingProblems.unknownColumns), entry);
    const { pack } = this.regulation;
    const arrived = applicationFrom(event, entry, node);
    const application = { ...arrived, facts: { ...arrived.facts, ...(await this.combinations.run(tx, arrived)) } };
    const procedure = procedureFor(entry, pack);
    const outcome = beginProcedure(pack, procedure, { actor: { roles: [], parties: ['child-node'] }, facts: application.facts, content: filedContent(application), at: tx.ctx.now }, calendar);
    if (outcome.kind === 'refused') return this.refuse(tx, event, refusalProblem(sharingProblems, outcome, tx.ctx.language), entry);
    await this.recordMove.run(tx, application, outcome);
    for (const early of await this.earlyActs.takeOut(tx, data.id)) {
      const request = await this.requests.lockUnscoped(tx, data.id);
      if (request !== undefined) await this.takeActFromBelow.run(tx, request, early);
    }
  }

  /** Not taken up, for what the child could not know: nothing is kept here, and the node where it was filed is told why. */
  private refuse(tx: Transaction, { data }: ForwardedUp, problem: Problem, entry?: ShareableEntry): void {
    const { pack } = this.regulation;
    tx.announce(requestProgressed, data.id, {
      addressedTo: data.originNode, id: data.id, transition: data.transition + 1, step: notAcceptedStep(entry === undefined ? 'sharing-request' : procedureFor(entry, pack), pack, tx.ctx),
      history: [...data.history, notAcceptedEntry(problem, tx.ctx, '')],
      ...(entry === undefined ? {} : { provider: entry.provider }),
    });
  }
}

function applicationFrom({ data }: ForwardedUp, entry: ShareableEntry, node: NodeIdentity): Application {
  const { id, number, requester, applicationScenario, dutyBasis, purpose, scope = '', columns, rows = [], provisionMode, validUntil = null, renewsGrantId = null, personalBasis, originNode, submittedAt, transition, history } = data;
  return {
    id, number, entryId: entry.id, entryName: entry.name, requester, provider: entry.provider, applicationScenario, dutyBasis, purpose, scope, columns, rowFilter: rows, provisionMode, wantedUntil: validUntil, renewsGrantId,
    personalBasis: personalBasis ?? null, originNode, ownerNode: entry.node, submittedAt, facts: factsOf(entry, data, node), transition, history,
    providerConcerned: false, grantId: null,
  };
}
