import { Injectable } from '@nestjs/common';
import type { AcceptanceCheck, PageQuery, ProjectId, ProjectPage, ProjectView, SharingSupport } from '@gongshu/contracts';
import { cutPage, NodeRegulation, OLDEST_FIRST, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { reachOf } from '../department/departments.js';
import { DataSupplyStore } from './data-supply.store.js';
import { faultsOf, projectView, provisionOf } from './project.js';
import { ProjectStore } from './project.store.js';

/** Projects, and what their approver needs to know of the data. */
@Injectable()
export class JudgeProject {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly projects: ProjectStore,
    private readonly supplies: DataSupplyStore,
  ) {}

  async get(ctx: RequestContext, { id }: ProjectId): Promise<ProjectView> {
    return projectView(await this.unitOfWork.read(ctx, (tx) => this.projects.load(tx, id)));
  }

  async page(ctx: RequestContext, query: PageQuery): Promise<ProjectPage> {
    const { after, limit } = pageStart(query, OLDEST_FIRST);
    const rows = await this.unitOfWork.read(ctx, (tx) => this.projects.page(tx, reachOf(ctx), after, limit + 1));
    return cutPage(rows, limit, ({ number }) => number, projectView);
  }

  async sharingSupport(ctx: RequestContext, { id }: ProjectId): Promise<SharingSupport> {
    const { supplyList } = await this.unitOfWork.read(ctx, (tx) => this.projects.load(tx, id));
    return { verdict: supplyList.length > 0 ? 'SUPPORTED' : 'NOT_SUPPORTED', declared: supplyList.length, article: provisionOf(this.regulation.pack, 'approval') };
  }

  async acceptance(ctx: RequestContext, { id }: ProjectId): Promise<AcceptanceCheck> {
    const { pack } = this.regulation;
    return this.unitOfWork.read(ctx, async (tx) => {
      const project = await this.projects.load(tx, id);
      const missing = faultsOf(pack, project, await this.supplies.of(tx, project.department.id, project.supplyList.flatMap(({ entryId }) => entryId ?? [])));
      return { verdict: missing.length === 0 ? 'READY' : 'NOT_READY', missing, article: provisionOf(pack, 'acceptance') };
    });
  }
}
