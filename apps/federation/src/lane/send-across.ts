import { Inject, Injectable } from '@nestjs/common';
import { eventOfType, federationProblems, Problem, problems, type EventEnvelope } from '@gongshu/contracts';
import { NODE, type NodeIdentity, type Transaction } from '@gongshu/service-kit';
import { Neighbours } from '../node/neighbours.js';
import { NumberRows } from './number-rows.js';
import { bytesOf, MOST_ENVELOPE_BYTES } from './numbering.js';
import { OutgoingStore } from './outgoing.store.js';
import { routesOf } from './route.js';

/** Writes a fact for the neighbours it concerns, when it arises: what a child is given is decided here, not when it asks. */
@Injectable()
export class SendAcross {
  constructor(
    private readonly neighbours: Neighbours,
    private readonly outgoing: OutgoingStore,
    private readonly numberRows: NumberRows,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  /** @throws Problem `federation/no-route`, `input/too-large`: the fact becomes a dead letter */
  async run(event: EventEnvelope, tx: Transaction): Promise<void> {
    const crossing = eventOfType(event.type)?.crosses;
    if (crossing === undefined || crossing === null) return;
    const place = { own: this.node.code, parent: this.node.parent, children: await this.neighbours.children(tx) };
    const routes = routesOf({ origin: event.node, crossing, addressedTo: (event.data as { addressedTo?: string }).addressedTo }, place);
    if (routes === null) throw new Problem(federationProblems.noRoute);
    if (routes.length === 0) return;
    if (bytesOf(event) > MOST_ENVELOPE_BYTES) throw new Problem(problems.tooLarge);
    await this.outgoing.announceRows(tx);
    for (const target of routes) {
      if (target === this.node.parent) await this.outgoing.putUp(tx, crossing.lane, event);
      else await this.outgoing.putDown(tx, target, crossing.lane, event);
    }
    this.numberRows.loop.kick();
  }
}
