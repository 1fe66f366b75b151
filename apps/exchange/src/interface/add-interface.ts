import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { interfaceChanged, type InterfaceContent, type InterfaceView } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { OutsideUseMustBeConsented } from '../outside-use/outside-use-must-be-consented.js';
import { interfaceView } from './interface.js';
import { lawfulContent } from './interface-rules.js';
import { InterfaceStore } from './interface.store.js';
import { PROBE_TIMER } from './probe-timer.js';

/** A department registers a service of its own, with or without an entry that it serves. */
@Injectable()
export class AddInterface {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly interfaces: InterfaceStore,
    private readonly outsideUse: OutsideUseMustBeConsented,
  ) {}

  async run(ctx: RequestContext, input: InterfaceContent): Promise<InterfaceView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { id: ownerId, name, division, level, node } = actingOrganisation(ctx);
        const content = lawfulContent(this.regulation.pack, input);
        if (content.terms.audience === 'OUTSIDE') await this.outsideUse.run(tx, ownerId, content.terms.sourceEntryIds);
        const added = { id: randomUUID(), owner: { id: ownerId, name, division, level, node }, version: 1, ...content, health: 'UNKNOWN', result: null, testedAt: null, retiredAt: null };
        await this.interfaces.add(tx, added);
        tx.announce(interfaceChanged, added.id, { id: added.id, ownerId, version: 1, what: 'REGISTERED' });
        if (added.terms.url !== null) await tx.startTimer(PROBE_TIMER, added.id, ctx.now);
        return interfaceView(added, [], ownerId);
      },
      input,
    );
  }
}
