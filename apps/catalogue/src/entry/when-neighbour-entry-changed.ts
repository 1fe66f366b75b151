import { Controller } from '@nestjs/common';
import { EntryContent, EntryFeatures, entryPublished, entryWithdrawn, fieldsOf, Problem, problems, type EntryPublished, type EventOf } from '@gongshu/contracts';
import { parseInput, Reacts, type Transaction } from '@gongshu/service-kit';
import { EntrySearchIndex } from '../search/entry-search-index.js';
import type { Entry } from './entry.js';
import { PROCEDURE } from './entry-law.js';
import { EntryStore } from './entry.store.js';

const FEATURES = [...fieldsOf(EntryFeatures).keys()];

/** Takes a neighbour's published entry into this node's catalogue and out of it again, so that the whole province's catalogue is found at every node (hebei 10). */
@Controller()
export class WhenNeighbourEntryChanged {
  constructor(
    private readonly entries: EntryStore,
    private readonly searchIndex: EntrySearchIndex,
  ) {}

  @Reacts(entryPublished, { as: 'when-neighbour-entry-published', from: 'neighbours' })
  async keep(event: EventOf<typeof entryPublished>, tx: Transaction): Promise<void> {
    const entry = asPublished(event);
    const { code, publishedAt } = event.data;
    if (await this.entries.keepIfNewer(tx, entry)) await this.searchIndex.put(tx, { ...entry, code, publishedAt: new Date(publishedAt).toISOString() });
  }

  @Reacts(entryWithdrawn, { as: 'when-neighbour-entry-withdrawn', from: 'neighbours' })
  async end({ node, data }: EventOf<typeof entryWithdrawn>, tx: Transaction): Promise<void> {
    if (await this.entries.endNeighbours(tx, { ...data, node })) await this.searchIndex.remove(tx, data.id);
  }
}

/** @throws Problem for an event that speaks for another node than its own, or whose content no entry may have */
function asPublished({ node: origin, jurisdiction, data }: EventOf<typeof entryPublished>): Entry {
  if (data.node !== origin) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/node', code: 'neighbour', detail: 'not what a neighbour may publish' }] });
  }
  const { id, code, version, provider, packVersion = '' } = data;
  const at = new Date(data.publishedAt).toISOString();
  return {
    id,
    node: origin,
    provider,
    compilers: [],
    content: contentOf(data),
    code,
    version,
    standing: { packId: jurisdiction, packVersion, procedure: PROCEDURE, step: 'PUBLISHED', ended: true, since: at, dueOn: null, dueArticle: null, period: null, extensions: 0, extensionAppliedOn: null },
    // The steps are on record where they were taken.
    history: [],
    waitingFor: [],
    concerned: [],
    compiledAt: at,
    publishedAt: at,
    replacedAt: null,
    change: null,
    withdrawal: null,
  };
}

/** Field by field: what a newer node tells besides is no fault. */
function contentOf(data: EntryPublished): EntryContent {
  const { name, abstract, entryClass, format, items, sharingType, notSharedBasis, provisionModes, aggregation, openType, updateCycle, securityLevel, scopeOfUse, personalData } = data;
  const told: Readonly<Record<string, unknown>> = { ...data };
  return parseInput(EntryContent, {
    ...Object.fromEntries(FEATURES.filter((name) => told[name] !== undefined).map((name) => [name, told[name]])),
    ...{ name, abstract, entryClass, format, items, sharingType, provisionModes, aggregation, openType, updateCycle, securityLevel, scopeOfUse, personalData },
    ...(notSharedBasis === undefined ? {} : { notSharedBasis }),
    ...(data.subclass === null ? {} : { subclass: data.subclass }),
    ...(data.sharingCondition === null ? {} : { sharingCondition: data.sharingCondition }),
    ...(data.openCondition === null ? {} : { openCondition: data.openCondition }),
    secrecyReviewed: data.secrecyReviewed ?? false,
  });
}
