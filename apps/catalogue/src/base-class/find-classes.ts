import { Injectable } from '@nestjs/common';
import { CLASS_KINDS, Problem, problems, type CatalogueClasses, type CatalogueClassRecord, type CatalogueClassView, type FindCatalogueClasses } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { articleOf } from '../responsibility/provision.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { CLASS_KEYS, classesOf, KIND_LABELS, type CatalogueClass } from './catalogue-class.js';
import { ClassStore } from './class.store.js';
import { ContributionStore } from './contribution.store.js';

/** The classes of base and topic data with their lead departments, now and before. */
@Injectable()
export class FindClasses {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly classes: ClassStore,
    private readonly responsibilities: Responsibilities,
    private readonly contributions: ContributionStore,
  ) {}

  async list(ctx: RequestContext, { kind }: FindCatalogueClasses): Promise<CatalogueClasses> {
    const items = await this.unitOfWork.read(ctx, async (tx) => {
      const leads = await this.responsibilities.now(tx, 'CLASS');
      return (await this.all(tx)).map((one) => this.view(one, leads.get(one.code) ?? []));
    });
    return { kinds: CLASS_KINDS.map((one) => ({ kind: one, label: KIND_LABELS[one] })), items: items.filter((one) => kind === undefined || one.kind === kind) };
  }

  get(ctx: RequestContext, { code }: { code: string }): Promise<CatalogueClassRecord> {
    return this.unitOfWork.read(ctx, (tx) => this.record(tx, code));
  }

  /** @throws Problem 404 for a class that neither the regulation nor the authority names */
  async record(tx: Transaction, code: string): Promise<CatalogueClassRecord> {
    const found = await this.named(tx, code);
    const history = await this.responsibilities.history(tx, { of: 'CLASS', code });
    return { ...this.view(found, history.filter(({ until }) => until === null)), history, contributors: await this.contributions.contributors(tx, code) };
  }

  /** @throws Problem 404 */
  async named(tx: Transaction, code: string): Promise<CatalogueClass> {
    const found = (await this.all(tx)).find((one) => one.code === code);
    if (found === undefined) throw new Problem(problems.notFound);
    return found;
  }

  async all(tx: Transaction): Promise<CatalogueClass[]> {
    return classesOf(this.regulation.pack, await this.classes.added(tx));
  }

  private view(one: CatalogueClass, leads: CatalogueClassView['leads']): CatalogueClassView {
    return { ...one, article: articleOf(this.regulation.pack, CLASS_KEYS[one.kind].classes), leads: leads.map(({ organisation, since }) => ({ organisation, since })) };
  }
}
