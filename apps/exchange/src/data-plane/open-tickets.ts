import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, openDataProblems, Problem, sharingProblems, type DeliveryForm, type PermitTicket } from '@gongshu/contracts';
import { CLOCK, NODE, openTicket, platformContext, SETTINGS, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';
import { FindStops } from '../stop/find-stops.js';

/**
 * Opens the tickets that calls bring. What was stopped after a ticket was given is stopped here too; what has begun by then goes on. A ticket given after the stop opens: `sharing`, which knows best, has let go again.
 */
@Injectable()
export class OpenTickets {
  constructor(
    private readonly stops: FindStops,
    @Inject(SETTINGS) private readonly settings: ExchangeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  /**
   * The ticket of a call, for one of the forms of delivery.
   *
   * @throws Problem `exchange/invalid-ticket`; `sharing/grant-suspended`, `sharing/grant-ended` for a grant that was stopped, `sharing/safety-stopped`, `open-data/safety-stopped` for an entry that was
   */
  async of(request: IncomingMessage, traceparent: string, ...forms: readonly DeliveryForm[]): Promise<PermitTicket> {
    const text = request.headers['x-permit-ticket'];
    const ticket = typeof text === 'string' ? openTicket(this.settings.dataPlaneSecret, text, this.clock.now()) : null;
    if (ticket === null || (ticket.form !== null && !forms.includes(ticket.form))) throw new Problem(exchangeProblems.invalidTicket);
    const { entryId, grantId, issuedAt } = ticket;
    const { grants, entries } = await this.stops.inForce(platformContext(this.node, this.clock, 'data-plane', traceparent));
    const danger = entries.get(entryId);
    if (danger !== undefined && issuedAt <= danger.since) throw new Problem(grantId === null ? openDataProblems.safetyStopped : sharingProblems.safetyStopped, { article: danger.article });
    const stopped = grants.get(grantId ?? '');
    if (stopped !== undefined && issuedAt <= stopped.since) throw new Problem(stopped.state === 'TERMINATED' ? sharingProblems.grantEnded : sharingProblems.grantSuspended);
    return ticket;
  }
}
