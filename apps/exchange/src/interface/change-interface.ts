import { Injectable } from '@nestjs/common';
import { exchangeProblems, interfaceChanged, Problem, problems, type ChangeInterface as Change, type InterfaceId, type InterfaceView } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { BindInterface } from '../data-set/bind-interface.js';
import { aggregationAllows } from '../data-set/data-set.js';
import { OutsideUseMustBeConsented } from '../outside-use/outside-use-must-be-consented.js';
import { lawfulContent } from './interface-rules.js';
import { interfaceView, type Interface } from './interface.js';
import { InterfaceStore } from './interface.store.js';
import { PROBE_TIMER } from './probe-timer.js';

/** The next version of a service, and its end. Whoever reads through it is led to the new address with the next call. */
@Injectable()
export class ChangeInterface {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly interfaces: InterfaceStore,
    private readonly binding: BindInterface,
    private readonly outsideUse: OutsideUseMustBeConsented,
  ) {}

  async change(ctx: RequestContext, input: Change): Promise<InterfaceView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { id, version, ...content } = input;
        const before = await this.loadOwn(tx, id);
        if (before.version !== version) throw new Problem(problems.versionMismatch);
        const after = { ...before, version: version + 1, ...lawfulContent(this.regulation.pack, content) };
        if (after.terms.audience === 'OUTSIDE') await this.outsideUse.run(tx, after.owner.id, after.terms.sourceEntryIds);
        const bound = await this.interfaces.boundEntries(tx, id);
        if (after.terms.url === null) for (const entry of bound) aggregationAllows(entry, 'PHYSICAL');
        await this.interfaces.save(tx, after);
        tx.announce(interfaceChanged, id, { id, ownerId: after.owner.id, version: after.version, what: 'CHANGED' });
        for (const entry of bound) await this.binding.tell(tx, entry, after);
        if (after.terms.url === null) await tx.stopTimer(PROBE_TIMER, id);
        else await tx.startTimer(PROBE_TIMER, id, ctx.now);
        return interfaceView(after, bound.map(({ entryId }) => entryId), after.owner.id);
      },
      input,
    );
  }

  /** @throws Problem 409 as long as an entry has no other source */
  async retire(ctx: RequestContext, input: InterfaceId): Promise<InterfaceView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const before = await this.loadOwn(tx, input.id);
        if ((await this.interfaces.boundEntries(tx, input.id)).length > 0) throw new Problem(exchangeProblems.interfaceInUse);
        const after = { ...before, retiredAt: ctx.now };
        await this.interfaces.save(tx, after);
        await tx.stopTimer(PROBE_TIMER, input.id);
        tx.announce(interfaceChanged, input.id, { id: input.id, ownerId: after.owner.id, version: after.version, what: 'RETIRED' });
        return interfaceView(after, [], after.owner.id);
      },
      input,
    );
  }

  private async loadOwn(tx: Transaction, id: string): Promise<Interface> {
    const found = await this.interfaces.loadForUpdate(tx, id);
    if (found.owner.id !== actingOrganisation(tx.ctx).id) throw new Problem(found.retiredAt === null ? problems.forbidden : problems.notFound);
    if (found.retiredAt !== null) throw new Problem(exchangeProblems.interfaceRetired);
    return found;
  }
}
