import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, projectMoved, type ProjectContent, type ProjectView, type SetSupplyList } from '@gongshu/contracts';
import { actingOrganisation, historyEntry, isSameOrganisation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { Departments } from '../department/departments.js';
import { projectView, withSupplyList, type Project } from './project.js';
import { ProjectStore } from './project.store.js';

/** A department proposes a project, and states what data it will supply. */
@Injectable()
export class ProposeProject {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly projects: ProjectStore,
    private readonly departments: Departments,
  ) {}

  async propose(ctx: RequestContext, content: ProjectContent): Promise<ProjectView> {
    const department = actingOrganisation(ctx);
    const { name, purpose = null, supplyList = [] } = content;
    const history = [historyEntry({ act: 'propose', from: null, to: 'PROPOSED', due: null, source: null }, ctx)];
    const project: Project = withSupplyList({ id: randomUUID(), department, name, purpose, state: 'PROPOSED', supplyList: [], rejectedFor: [], paymentSuspended: false, history }, supplyList);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        await this.departments.know(tx, department);
        return this.save(tx, project, 'propose');
      },
      content,
    );
  }

  async setSupplyList(ctx: RequestContext, input: SetSupplyList): Promise<ProjectView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const project = await this.projects.load(tx, input.id, true);
        if (!isSameOrganisation(actingOrganisation(ctx), project.department)) throw new Problem(problems.forbidden);
        return this.save(tx, withSupplyList(project, input.items), 'set-supply-list');
      },
      input,
    );
  }

  private async save(tx: Transaction, project: Project, act: string): Promise<ProjectView> {
    await this.projects.save(tx, project);
    tx.announce(projectMoved, project.id, { id: project.id, organisationId: project.department.id, act, to: project.state });
    return projectView(project);
  }
}
