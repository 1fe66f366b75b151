import { Injectable } from '@nestjs/common';
import { catalogueProblems, Problem, type EntryContent, type HistoryEntry, type LegalBasis, type Party, type SharingScope } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { nextVersion, type Entry, type EntryChange } from './entry.js';
import { EntryStore } from './entry.store.js';
import { PutInForce } from './put-in-force.js';

/** How the data of an entry are classed for sharing. */
export interface Classification {
  readonly sharingType: string;
  readonly sharingCondition?: string;
  readonly sharingScope?: SharingScope;
  readonly notSharedBasis?: LegalBasis;
}

/** What puts another classification into force. */
export interface Reclassification {
  readonly to: Classification;
  readonly change: EntryChange;
  readonly record: HistoryEntry;
}

/** How the other folders of this service reach entries. */
@Injectable()
export class EntryAccess {
  constructor(
    private readonly entries: EntryStore,
    private readonly putInForce: PutInForce,
  ) {}

  /** The newest version the caller may see. @throws Problem 404 */
  visible(tx: Transaction, id: string): Promise<Entry> {
    return this.entries.load(tx, id);
  }

  /** The newest version under lock. @throws Problem 404 for what the caller may not see */
  underLock(tx: Transaction, id: string): Promise<Entry> {
    return this.entries.loadForUpdate(tx, id);
  }

  /** This node's entry as it is in force, under lock until the end of the act; undefined when it has none. */
  inForce(tx: Transaction, id: string): Promise<Entry | undefined> {
    return this.entries.lockInForce(tx, id);
  }

  /** Organisations of this node with entries in force. */
  providers(tx: Transaction): Promise<Party[]> {
    return this.entries.providers(tx);
  }

  /** The same entry classed otherwise is in force at once, as its next version; a version under way goes on behind it. @throws Problem 409 for an entry that is not in force */
  async reclassify(tx: Transaction, id: string, { to, change, record }: Reclassification): Promise<Entry> {
    const before = await this.inForce(tx, id);
    if (before === undefined) throw new Problem(catalogueProblems.actNotAllowed);
    await this.entries.makeRoom(tx, id, to);
    const { now } = tx.ctx;
    const next = { ...nextVersion(before, change, tx.ctx), content: reclassified(before.content, to), standing: { ...before.standing, since: now }, history: [record] };
    const after = await this.putInForce.run(tx, next);
    await this.entries.save(tx, after);
    return after;
  }
}

/** The classification of an entry's content. */
export function classificationOf({ sharingType, sharingCondition, sharingScope, notSharedBasis }: EntryContent): Classification {
  return {
    sharingType,
    ...(sharingCondition === undefined ? {} : { sharingCondition }),
    ...(sharingScope === undefined ? {} : { sharingScope }),
    ...(notSharedBasis === undefined ? {} : { notSharedBasis }),
  };
}

function reclassified(content: EntryContent, to: Classification): EntryContent {
  const { sharingCondition: _condition, sharingScope: _scope, notSharedBasis: _basis, ...rest } = content;
  return { ...rest, ...to };
}
