import { Injectable } from '@nestjs/common';
import { Problem, problems, type DepartmentCatalogue, type DepartmentCatalogueId, type EntryCounts, type UpdatePunctuality } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { StateDepartmentRule } from '../compliance/state-department-rule.js';
import { Departments, isWithin, reachOf } from '../department/departments.js';
import { DataSupplyStore } from './data-supply.store.js';

const COUNTS = `
  SELECT count(*) FILTER (WHERE in_force)::int AS published, count(*) FILTER (WHERE open)::int AS "underWay", count(*) FILTER (WHERE withdrawal IS NOT NULL)::int AS withdrawn
  FROM catalogue_entry WHERE node = $1 AND provider_id = $2`;

/** An update is handed in by the first act after those that began or extended it; its last day is the one that stood in the history until then. */
const UPDATES = `
  SELECT count(*) FILTER (WHERE handed_in <= due)::int AS "onTime", count(*) FILTER (WHERE handed_in > due)::int AS late, count(*) FILTER (WHERE handed_in IS NULL AND due < $3::date)::int AS overdue
  FROM (
    SELECT (SELECT min((h ->> 'at')::timestamptz AT TIME ZONE 'Asia/Shanghai')::date FROM jsonb_array_elements(history) h WHERE h ->> 'act' = 'submit') AS handed_in,
      (SELECT (h ->> 'dueOn')::date FROM jsonb_array_elements(history) WITH ORDINALITY AS x(h, n)
       WHERE h ->> 'dueOn' IS NOT NULL AND n < coalesce((SELECT min(m) FROM jsonb_array_elements(history) WITH ORDINALITY AS y(g, m) WHERE g ->> 'act' = 'submit'), 1000000) ORDER BY n DESC LIMIT 1) AS due
    FROM catalogue_entry WHERE node = $1 AND provider_id = $2 AND change IS NOT NULL
  ) AS update_of WHERE due IS NOT NULL`;

/** How a department keeps its catalogue, for reviewers of projects and operation (jian 10) and its authority (fushun 10). */
@Injectable()
export class ReportDepartmentCatalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly departments: Departments,
    private readonly supplies: DataSupplyStore,
    private readonly rules: StateDepartmentRule,
  ) {}

  async run(ctx: RequestContext, { organisationId }: DepartmentCatalogueId): Promise<DepartmentCatalogue> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const department = await this.departments.load(tx, organisationId);
      if (department === undefined || !isWithin(reachOf(ctx), department)) throw new Problem(problems.notFound);
      const supplies = await this.supplies.ofDepartment(tx, organisationId);
      const provided = supplies.filter((supply) => supply.provided).length;
      return {
        department,
        entries: await this.counted<EntryCounts>(tx, COUNTS, [organisationId]),
        updates: await this.counted<UpdatePunctuality>(tx, UPDATES, [organisationId, localDay(ctx.now)]),
        provision: { provided, notProvided: supplies.length - provided, updateLate: supplies.filter(({ updateLate }) => updateLate).length },
        rules: await this.rules.statedBy(tx, organisationId),
      };
    });
  }

  private async counted<C>(tx: Transaction, sql: string, values: readonly unknown[]): Promise<C> {
    const [row] = await tx.query<C>(sql, [tx.ctx.node.code, ...values]);
    if (row === undefined) throw new Error('a count has one row');
    return row;
  }
}
