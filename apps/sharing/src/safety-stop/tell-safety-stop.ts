import { Injectable } from '@nestjs/common';
import { safetyStopTold, type EventDefinition, type Party, type SafetyStopChanged } from '@gongshu/contracts';
import { citation, type Transaction } from '@gongshu/service-kit';
import type { SafetyStop } from './safety-stop.js';
import type { EndangeredEntry } from './safety-stop.store.js';

/** Announces a stop or its end with all holders, and tells the node of each that lives elsewhere. */
@Injectable()
export class TellSafetyStop {
  run(tx: Transaction, definition: EventDefinition<SafetyStopChanged>, stop: SafetyStop, { id: entryId, name, provider }: EndangeredEntry, holders: readonly Party[]): void {
    const article = citation(stop.source);
    tx.announce(definition, entryId, { id: stop.id, entryId, entryName: name, provider, holders: [...holders], article });
    const nodes = new Set(holders.map(({ node }) => node).filter((node) => node !== tx.ctx.node.code));
    for (const addressedTo of nodes) tx.announce(safetyStopTold, entryId, { addressedTo, id: stop.id, entryId, stopped: stop.liftedAt === null, article });
  }
}
