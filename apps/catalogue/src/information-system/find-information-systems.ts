import { Injectable } from '@nestjs/common';
import type { CatalogueOmissions, DepartmentOmissions, FindCatalogueOmissions, InformationSystemPage, PageQuery, Party } from '@gongshu/contracts';
import { cutPage, NodeRegulation, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { ItemWording } from '../collection-list/item-wording.js';
import { PublishedItems } from '../collection-list/published-items.js';
import { demandOf } from '../department/demand-of.js';
import { BY_DEPARTMENT, Departments, isWithin, reachOf } from '../department/departments.js';
import { omissionsOf, systemView, uncatalogued, type InformationSystem } from './information-system.js';
import { InformationSystemStore } from './information-system.store.js';

const MOST_TOLD = 200;

/** Registered systems, and what they hold that the catalogue does not (hebei 9, liaoning 8 and 18). */
@Injectable()
export class FindInformationSystems {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly systems: InformationSystemStore,
    private readonly departments: Departments,
    private readonly published: PublishedItems,
    private readonly wording: ItemWording,
  ) {}

  async page(ctx: RequestContext, query: PageQuery): Promise<InformationSystemPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    return this.unitOfWork.read(ctx, async (tx) => {
      const rows = await this.systems.page(tx, reachOf(ctx), after, limit + 1);
      const missing = new Map(await Promise.all(rows.map(async ({ system }) => [system.id, await this.missing(tx, system)] as const)));
      return cutPage(rows, limit, ({ number }) => number, ({ system }) => systemView(system, missing.get(system.id) ?? []));
    });
  }

  async omissions(ctx: RequestContext, query: FindCatalogueOmissions): Promise<CatalogueOmissions> {
    const { after, limit } = pageStart(query, BY_DEPARTMENT);
    const { pack } = this.regulation;
    return this.unitOfWork.read(ctx, async (tx) => {
      const departments = query.organisationId === undefined ? await this.departments.find(tx, reachOf(ctx), after, limit + 1) : await this.one(tx, query.organisationId);
      const { items, nextCursor } = cutPage(departments, limit, ({ id }) => id, (department) => department);
      return { demandedBy: demandOf(pack, 'catalogue.complete'), items: await Promise.all(items.map((department) => this.ofDepartment(tx, department))), nextCursor };
    });
  }

  private async one(tx: Transaction, id: string): Promise<Party[]> {
    const department = await this.departments.load(tx, id);
    return department !== undefined && isWithin(reachOf(tx.ctx), department) ? [department] : [];
  }

  private async ofDepartment(tx: Transaction, department: Party): Promise<DepartmentOmissions> {
    const systems = await this.systems.ofDepartment(tx, department.id);
    const omissions = (await Promise.all(systems.map(async (system) => omissionsOf(system, await this.missing(tx, system))))).flat();
    const dataSets = systems.reduce((sum, { content }) => sum + content.dataSets.length, 0);
    const suggestedViolation = omissions.length === 0 ? null : demandOf(this.regulation.pack, 'catalogue.omission');
    return { department, dataSets, omitted: omissions.length, omissions: omissions.slice(0, MOST_TOLD), suggestedViolation };
  }

  private async missing(tx: Transaction, system: InformationSystem): Promise<ReturnType<typeof uncatalogued>> {
    return uncatalogued(system, await this.published.ofDepartment(tx, system.department.id), (one, other) => this.wording.isSameDataSet(one, other));
  }
}
