import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import type { LaneCursor } from '@gongshu/contracts';
import { LOGGER, type Transaction } from '@gongshu/service-kit';
import { IncomingStore } from './incoming.store.js';
import { OutgoingStore } from './outgoing.store.js';

/** The lanes to and from a neighbour as wholes: opened, compared, frozen. A frozen lane neither sends nor takes anything; what it has is kept. */
@Injectable()
export class Lanes {
  constructor(
    private readonly outgoing: OutgoingStore,
    private readonly incoming: IncomingStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async open(tx: Transaction, node: string): Promise<void> {
    await this.outgoing.open(tx, node);
    await this.incoming.open(tx, node);
  }

  /** How far a neighbour's lanes have come here. */
  async cursors(tx: Transaction, node: string): Promise<LaneCursor[]> {
    const lanes = (await this.incoming.all(tx)).filter((lane) => lane.node === node);
    return lanes.map(({ lane, last, frozen }) => ({ lane, cursor: last, frozen: frozen !== null }));
  }

  /**
   * Compares the lanes to the parent with what the parent has. It may have less, when it was restored from a backup: then it gets the rest again. More than was ever sent it cannot
   * have, unless this node lost a part of its memory: then an operator must look first.
   */
  async settle(tx: Transaction, parent: string, cursors: readonly LaneCursor[]): Promise<void> {
    for (const { lane, cursor, frozen } of cursors) {
      const sent = await this.outgoing.loadForUpdate(tx, parent, lane);
      if (sent === undefined) continue;
      const reason = cursor > sent.last ? `the parent has ${String(cursor)} events, this node has sent ${String(sent.last)}` : frozen ? 'the parent has frozen the lane' : null;
      if (reason !== sent.frozen) await this.freezeSent(tx, parent, lane, reason);
      if (cursor < sent.acknowledged) await this.outgoing.acknowledge(tx, parent, lane, cursor);
    }
  }

  async freezeSent(tx: Transaction, node: string, lane: string, reason: string | null): Promise<void> {
    await this.outgoing.setFrozen(tx, node, lane, reason);
    if (reason !== null) this.logger.error({ neighbour: node, lane, reason }, 'lane frozen: nothing more is sent until an operator confirms a reconcile');
  }

  async freezeReceived(tx: Transaction, node: string, reason: string, only?: string): Promise<void> {
    for (const { lane, frozen } of (await this.incoming.all(tx)).filter((found) => found.node === node)) {
      if (frozen !== null || (only !== undefined && lane !== only)) continue;
      await this.incoming.setFrozen(tx, node, lane, reason);
      this.logger.error({ neighbour: node, lane, reason }, 'lane frozen: nothing more is taken until an operator confirms a reconcile');
    }
  }

  /** Both directions of a child whose database is not the one it was. */
  async freezeAll(tx: Transaction, child: string, reason: string): Promise<void> {
    await this.freezeReceived(tx, child, reason);
    for (const { node, lane, frozen } of await this.outgoing.all(tx)) if (node === child && frozen === null) await this.freezeSent(tx, child, lane, reason);
  }
}
