import { Injectable } from '@nestjs/common';
import { normProblems, Problem, type CatalogueNorm, type DataStandard, type EntryContent, type FieldFault } from '@gongshu/contracts';
import { NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { cited } from '../responsibility/provision.js';
import { normBreaches, standardBreaches } from './breaches.js';
import { NormStore } from './norm.store.js';

const APPLIED = 'dataStandard.applied';

/** What an entry is held against: the norms in force, and the current standards. */
export interface Measures {
  readonly norms: readonly CatalogueNorm[];
  readonly standards: readonly DataStandard[];
}

/** Whether content keeps the catalogue norm and the data standards. */
@Injectable()
export class NormRules {
  private readonly taken = new WeakMap<Transaction, Promise<Measures>>();

  constructor(
    private readonly regulation: NodeRegulation,
    private readonly norms: NormStore,
  ) {}

  /** @throws Problem 422 with every breach; for a standard nobody knows, or not in its current version */
  async check(tx: Transaction, content: EntryContent): Promise<void> {
    const measures = await this.known(tx);
    const strangers = (content.standards ?? []).flatMap(({ code, version }, index): FieldFault[] =>
      measures.standards.some((standard) => standard.code === code && standard.version === version) ? [] : [{ pointer: `/standards/${String(index)}`, code: 'unknown-standard', detail: `${code} v${String(version)}` }],
    );
    const { pack } = this.regulation;
    if (strangers.length > 0) throw new Problem(normProblems.unknownStandard, { ...cited(pack, APPLIED), errors: strangers });
    const errors = this.breaches(measures, content);
    if (errors.length === 0) return;
    const ofNorm = errors.some(({ code }) => code.startsWith('norm-'));
    throw new Problem(normProblems.breached, { ...cited(pack, ofNorm ? 'catalogueNorm.issuers' : APPLIED), errors: errors.slice(0, 500) });
  }

  /** An import checks many entries in one transaction; what they are held against is read once in it. */
  private known(tx: Transaction): Promise<Measures> {
    const found = this.taken.get(tx) ?? this.measures(tx);
    this.taken.set(tx, found);
    return found;
  }

  async measures(tx: Transaction): Promise<Measures> {
    return { norms: await this.norms.norms(tx), standards: await this.norms.standards(tx) };
  }

  /** Standards that are not mandatory are the measure of entries that name them; none is, where the regulation does not have standards applied. */
  breaches({ norms, standards }: Measures, content: EntryContent): FieldFault[] {
    const named = new Set((content.standards ?? []).map(({ code }) => code));
    const applied = optionalParameter(this.regulation.pack, APPLIED)?.value === true;
    return [
      ...norms.flatMap((norm) => normBreaches(norm, content)),
      ...standards.filter(({ code, mandatory }) => applied && (mandatory || named.has(code))).flatMap((standard) => standardBreaches(standard, content.items)),
    ];
  }
}
