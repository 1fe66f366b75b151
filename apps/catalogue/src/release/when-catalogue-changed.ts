import { Controller } from '@nestjs/common';
import { catalogueReleaseOverdue, entryPublished, entryWithdrawn, Problem, problems, type CatalogueReleaseOverdue, type EventOf } from '@gongshu/contracts';
import { endOfDay } from '@gongshu/regulation';
import { NodeRegulation, OnTimer, Reacts, type DueTimer, type Transaction } from '@gongshu/service-kit';
import { ConsolidatedStore } from './consolidated.store.js';
import { RELEASE_TIMER, releaseDuty } from './release-law.js';

/** Every publication and withdrawal, here and at the neighbours, makes the next version of the consolidated catalogue (liaoning 8). */
@Controller()
export class WhenCatalogueChanged {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly catalogue: ConsolidatedStore,
  ) {}

  @Reacts(entryPublished, { as: 'consolidate-published', from: 'both' })
  async take({ node: origin, data }: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    const { id, version, code, name, node, provider, sharingType } = data;
    speaksForItself(origin, node);
    const number = await this.catalogue.append(tx, { entryId: id, entryVersion: version, node, entry: { code, name, node, provider, sharingType } });
    if (number === 1) await this.expectFirstRelease(tx);
  }

  @Reacts(entryWithdrawn, { as: 'consolidate-withdrawn', from: 'both' })
  async drop({ node: origin, data: { id, version, node } }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    speaksForItself(origin, node);
    await this.catalogue.append(tx, { entryId: id, entryVersion: version, node, entry: null });
  }

  @OnTimer(RELEASE_TIMER)
  async lapse({ key, payload }: DueTimer, tx: Transaction): Promise<void> {
    tx.announce(catalogueReleaseOverdue, key, payload as unknown as CatalogueReleaseOverdue);
  }

  private async expectFirstRelease(tx: Transaction): Promise<void> {
    const { now, node } = tx.ctx;
    const duty = releaseDuty(this.regulation.pack, node, { first: now, last: null });
    if (duty !== null) await tx.startTimer(RELEASE_TIMER, node.code, endOfDay(duty.dueOn), { ...duty });
  }
}

/** @throws Problem for an event that speaks for another node than its own */
function speaksForItself(origin: string, node: string): void {
  if (node !== origin) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/node', code: 'neighbour', detail: 'not what a neighbour may publish' }] });
}
