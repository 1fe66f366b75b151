import { Controller } from '@nestjs/common';
import {
  actOnProject,
  ActOnProject as Act,
  checkAcceptance,
  DepartmentCatalogueId,
  findProjects,
  getDepartmentCatalogue,
  getProject,
  getSharingSupport,
  PageQuery,
  ProjectContent,
  ProjectId,
  proposeProject,
  setSupplyList,
  SetSupplyList,
  type AcceptanceCheck,
  type DepartmentCatalogue,
  type ProjectPage,
  type ProjectView,
  type SharingSupport,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnProject } from './act-on-project.js';
import { JudgeProject } from './judge-project.js';
import { ProposeProject } from './propose-project.js';
import { ReportDepartmentCatalogue } from './report-department-catalogue.js';

@Controller()
export class ProjectController {
  constructor(
    private readonly proposing: ProposeProject,
    private readonly acting: ActOnProject,
    private readonly judging: JudgeProject,
    private readonly reporting: ReportDepartmentCatalogue,
  ) {}

  @Answers(proposeProject)
  propose(input: ProjectContent, ctx: RequestContext): Promise<ProjectView> {
    return this.proposing.propose(ctx, input);
  }

  @Answers(setSupplyList)
  setSupplyList(input: SetSupplyList, ctx: RequestContext): Promise<ProjectView> {
    return this.proposing.setSupplyList(ctx, input);
  }

  @Answers(actOnProject)
  act(input: Act, ctx: RequestContext): Promise<ProjectView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getProject)
  get(input: ProjectId, ctx: RequestContext): Promise<ProjectView> {
    return this.judging.get(ctx, input);
  }

  @Answers(findProjects)
  find(input: PageQuery, ctx: RequestContext): Promise<ProjectPage> {
    return this.judging.page(ctx, input);
  }

  @Answers(getSharingSupport)
  sharingSupport(input: ProjectId, ctx: RequestContext): Promise<SharingSupport> {
    return this.judging.sharingSupport(ctx, input);
  }

  @Answers(checkAcceptance)
  acceptance(input: ProjectId, ctx: RequestContext): Promise<AcceptanceCheck> {
    return this.judging.acceptance(ctx, input);
  }

  @Answers(getDepartmentCatalogue)
  departmentCatalogue(input: DepartmentCatalogueId, ctx: RequestContext): Promise<DepartmentCatalogue> {
    return this.reporting.run(ctx, input);
  }
}
