import { Injectable } from '@nestjs/common';
import type { DepartmentCoverage, FindFunctionItems as Query, FunctionItemPage, MissingObligation, ObligationCoverage, PageQuery, Party } from '@gongshu/contracts';
import { cutPage, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { ItemWording } from '../collection-list/item-wording.js';
import { BY_DEPARTMENT, Departments, reachOf } from '../department/departments.js';
import { FunctionItemStore, functionView, type FunctionItem } from './function-item.store.js';

const MOST_TOLD = 200;

/** Duty lists, and what the catalogue lacks of what they oblige to. */
@Injectable()
export class FindFunctionItems {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly functions: FunctionItemStore,
    private readonly departments: Departments,
    private readonly wording: ItemWording,
  ) {}

  async page(ctx: RequestContext, query: Query): Promise<FunctionItemPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    const rows = await this.unitOfWork.read(ctx, (tx) => this.functions.page(tx, query.organisationId, after, limit + 1));
    return cutPage(rows, limit, ({ number }) => number, ({ item }) => functionView(item));
  }

  async coverage(ctx: RequestContext, query: PageQuery): Promise<ObligationCoverage> {
    const { after, limit } = pageStart(query, BY_DEPARTMENT);
    return this.unitOfWork.read(ctx, async (tx) => {
      const departments = await this.departments.find(tx, reachOf(ctx), after, limit + 1);
      const { items, nextCursor } = cutPage(departments, limit, ({ id }) => id, (department) => department);
      return { items: await Promise.all(items.map((department) => this.ofDepartment(tx, department))), nextCursor };
    });
  }

  private async ofDepartment(tx: Transaction, department: Party): Promise<DepartmentCoverage> {
    const functions = await this.functions.inForce(tx, department.id);
    const missing = functions.flatMap((item) => this.missingOf(item));
    // A function that names no data sets demands one entry at least.
    const expected = functions.reduce((sum, { content }) => sum + Math.max(1, content.dataSets?.length ?? 0), 0);
    return { department, functions: functions.length, expected, present: expected - missing.length, missing: missing.slice(0, MOST_TOLD) };
  }

  private missingOf({ id, content: { name, dataSets = [] }, entries }: FunctionItem): MissingObligation[] {
    const of = { functionItemId: id, functionName: name };
    if (dataSets.length === 0) return entries.length === 0 ? [{ ...of, dataSet: null }] : [];
    return dataSets.filter((dataSet) => !entries.some((entry) => this.wording.isSameDataSet(entry.name, dataSet))).map((dataSet) => ({ ...of, dataSet }));
  }
}
