import { Injectable } from '@nestjs/common';
import type { CatalogueCompliance, MissingCatalogueDuty, PageQuery, Party } from '@gongshu/contracts';
import { citation, cutPage, NodeRegulation, optionalParameter, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { DigitisationBacklog } from '../collection-list/digitisation-backlog.js';
import { BY_DEPARTMENT, Departments, reachOf } from '../department/departments.js';
import { StateDepartmentRule } from './state-department-rule.js';

/** What a department must have, and the parameter by which a pack demands it. */
const DEMANDS = [
  ['UPDATE_POLICY', 'catalogue.update.mechanism'],
  ['COLLECTION_PROCEDURE', 'collection.procedure'],
  ['DIGITISATION', 'collection.digital'],
] as const;

/** Departments that lack what the law in force demands for their catalogue. What no pack demands is missed by nobody. */
@Injectable()
export class ReportCatalogueCompliance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly departments: Departments,
    private readonly rules: StateDepartmentRule,
    private readonly backlog: DigitisationBacklog,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<CatalogueCompliance> {
    const { after, limit } = pageStart(query, BY_DEPARTMENT);
    return this.unitOfWork.read(ctx, async (tx) => {
      const departments = await this.departments.find(tx, reachOf(ctx), after, limit + 1);
      const { items, nextCursor } = cutPage(departments, limit, ({ id }) => id, (department) => department);
      const looked = await Promise.all(items.map(async (department) => ({ department, missing: await this.missingOf(tx, department) })));
      return { items: looked.filter(({ missing }) => missing.length > 0), nextCursor };
    });
  }

  private async missingOf(tx: Transaction, { id }: Party): Promise<MissingCatalogueDuty[]> {
    const stated = new Set((await this.rules.statedBy(tx, id)).map(({ kind }) => kind));
    const notDigital = await this.backlog.count(tx, id);
    return DEMANDS.flatMap(([what, key]) => {
      const rule = optionalParameter(this.regulation.pack, key);
      const count = what === 'DIGITISATION' ? notDigital : Number(!stated.has(what));
      return rule?.value !== true || count === 0 ? [] : [{ what, label: rule.label, count, demandedBy: citation(rule.source) }];
    });
  }
}
