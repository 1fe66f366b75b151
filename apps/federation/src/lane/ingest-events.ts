import { Injectable } from '@nestjs/common';
import { federationProblems, type NumberedEvent, type ProblemDefinition } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { IncomingStore } from './incoming.store.js';
import { Lanes } from './lanes.js';
import { digestOf } from './numbering.js';

/** Where the lane stands now. A refusal is a result, not an exception: what it found out (a frozen lane) must be committed. */
export type Ingested = { readonly cursor: number } | { readonly refused: ProblemDefinition };

/**
 * Stores events of a neighbour's lane, raw. What is there already is dropped, a gap is refused, and another event under a number that is taken freezes the lane: the neighbour's
 * history is not the one we have.
 */
@Injectable()
export class IngestEvents {
  constructor(
    private readonly incoming: IncomingStore,
    private readonly lanes: Lanes,
  ) {}

  async run(tx: Transaction, src: string, lane: string, after: number, events: readonly NumberedEvent[]): Promise<Ingested> {
    const state = await this.incoming.loadForUpdate(tx, src, lane);
    if (state === undefined) return { refused: federationProblems.notRegistered };
    if (state.frozen !== null) return { refused: federationProblems.laneFrozen };
    if (after > state.last) return { refused: federationProblems.laneGap };
    const had = events.filter(([seq]) => seq <= state.last);
    const digests = had.length === 0 ? new Map<number, string>() : await this.incoming.digests(tx, src, lane, had.map(([seq]) => seq));
    const other = had.find(([seq, envelope]) => digests.has(seq) && digests.get(seq) !== digestOf(envelope));
    if (other !== undefined) {
      await this.lanes.freezeReceived(tx, src, `another event came under the number ${String(other[0])}`, lane);
      return { refused: federationProblems.laneFrozen };
    }
    await this.incoming.append(tx, src, lane, events.slice(had.length));
    return { cursor: Math.max(state.last, after + events.length) };
  }
}
