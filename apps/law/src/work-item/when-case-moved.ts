import { Controller } from '@nestjs/common';
import { caseMoved, type CaseMoved, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { WorkItemStore } from './work-item.store.js';

type Moved = EventOf<(typeof caseMoved)['sharing']>;

/** Keeps what waits for somebody, whichever service's case it is. Events of one service come in their order, so the last one tells how the case stands. */
@Controller()
export class WhenCaseMoved {
  constructor(private readonly items: WorkItemStore) {}

  @Reacts(caseMoved.catalogue, { as: 'when-catalogue-case-moved' })
  async inCatalogue(event: Moved, tx: Transaction): Promise<void> {
    await this.keep(tx, 'catalogue', event);
  }

  @Reacts(caseMoved.sharing, { as: 'when-sharing-case-moved' })
  async inSharing(event: Moved, tx: Transaction): Promise<void> {
    await this.keep(tx, 'sharing', event);
  }

  @Reacts(caseMoved['quality-dispute'], { as: 'when-quality-dispute-case-moved' })
  async inQualityDispute(event: Moved, tx: Transaction): Promise<void> {
    await this.keep(tx, 'quality-dispute', event);
  }

  private async keep(tx: Transaction, service: string, { data, time }: { data: CaseMoved; time: string }): Promise<void> {
    if (data.waitingFor.length === 0) await this.items.drop(tx, service, data.id);
    else await this.items.keep(tx, service, data, time);
  }
}
