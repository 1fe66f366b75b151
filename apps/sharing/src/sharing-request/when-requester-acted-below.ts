import { Controller } from '@nestjs/common';
import { requesterActed, type EventOf } from '@gongshu/contracts';
import { Reacts, WorkingCalendars, type Transaction } from '@gongshu/service-kit';
import { EarlyActStore } from './early-act.store.js';
import { SharingRequestStore } from './sharing-request.store.js';
import { TakeActFromBelow } from './take-act-from-below.js';

@Controller()
export class WhenRequesterActedBelow {
  constructor(
    private readonly calendars: WorkingCalendars,
    private readonly requests: SharingRequestStore,
    private readonly earlyActs: EarlyActStore,
    private readonly takeActFromBelow: TakeActFromBelow,
  ) {}

  @Reacts(requesterActed, { as: 'when-requester-acted-below', from: 'neighbours' })
  async take({ node, data }: EventOf<typeof requesterActed>, tx: Transaction): Promise<void> {
    if (data.addressedTo !== tx.ctx.node.code) return;
    await this.calendars.forAct(tx);
    await this.earlyActs.lock(tx, data.stated.id);
    const request = await this.requests.lockUnscoped(tx, data.stated.id);
    const told = { node, told: data };
    if (request === undefined) await this.earlyActs.keep(tx, told);
    else await this.takeActFromBelow.run(tx, request, told);
  }
}
