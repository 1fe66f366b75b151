import { Injectable } from '@nestjs/common';
import { catalogueProblems, classProblems, Problem, type EntryContent, type Party } from '@gongshu/contracts';
import { isSameOrganisation, NodeRegulation, optionalList, type Transaction } from '@gongshu/service-kit';
import { cited } from '../responsibility/provision.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { CLASS_KEYS, type CatalogueClass } from './catalogue-class.js';
import { ContributionStore } from './contribution.store.js';
import { FindClasses } from './find-classes.js';

/** What an entry may say of its class, and who may say it. */
@Injectable()
export class ClassRules {
  private readonly classes = new WeakMap<Transaction, Promise<CatalogueClass[]>>();

  constructor(
    private readonly regulation: NodeRegulation,
    private readonly finding: FindClasses,
    private readonly responsibilities: Responsibilities,
    private readonly contributions: ContributionStore,
  ) {}

  /** @throws Problem 422 for a kind or class the catalogue does not have, or a class of the other kind; 403 for a class that another department leads */
  async check(tx: Transaction, { entryClass, subclass, name }: EntryContent, provider: Party): Promise<void> {
    const { pack } = this.regulation;
    const kinds = optionalList(pack, 'catalogue.kinds');
    if (kinds.length > 0 && !kinds.includes(entryClass)) throw refused('/entryClass', 'kind', `one of ${kinds.join(', ')}`, cited(pack, 'catalogue.kinds'), kinds);
    const classes = await this.known(tx);
    const named = classes.find(({ code }) => code === subclass);
    // The base classes are a list the authority keeps; topics may be finer than its list.
    const misnamed = named === undefined ? entryClass === 'BASE' && (subclass !== undefined || (await this.haveLeads(tx, provider))) : named.kind !== entryClass;
    if (misnamed) {
      const admissible = classes.filter(({ kind }) => kind === entryClass).map(({ code }) => code);
      throw refused('/subclass', 'class', `a class of kind ${entryClass}`, cited(pack, entryClass === 'TOPIC' ? CLASS_KEYS.TOPIC.classes : CLASS_KEYS.BASE.classes), admissible);
    }
    if (named === undefined) return;
    const lead = await this.responsibilities.at(tx, { of: 'CLASS', code: named.code }, provider);
    if (lead === undefined || isSameOrganisation(lead, provider) || (await this.contributions.isAccepted(tx, named.code, provider, name))) return;
    throw new Problem(classProblems.notTheLead, {
      ...cited(pack, CLASS_KEYS[named.kind].leads),
      detail: { zh: `该分类由${lead.name}牵头,请先向其提出建议`, en: `${lead.name} leads this class: propose the entry to it first` },
    });
  }

  /** Once a level has lead departments, a base entry must say whose it is. */
  private async haveLeads(tx: Transaction, { division, level }: Party): Promise<boolean> {
    const leads = [...(await this.responsibilities.now(tx, 'CLASS')).values()].flat();
    return leads.some(({ organisation }) => organisation.division === division && organisation.level === level);
  }

  /** An import checks many entries in one transaction; the classes are read once in it. */
  private known(tx: Transaction): Promise<CatalogueClass[]> {
    const found = this.classes.get(tx) ?? this.finding.all(tx);
    this.classes.set(tx, found);
    return found;
  }
}

function refused(pointer: string, code: string, detail: string, article: ReturnType<typeof cited>, allowed: readonly string[]): Problem {
  return new Problem(catalogueProblems.refusedByLaw, { ...article, errors: [{ pointer, code, detail }], allowed });
}
