import { Controller } from '@nestjs/common';
import {
  actOnContribution, ActOnContribution, addCatalogueClass, AddCatalogueClass, assignClassLead, AssignClassLead, CatalogueClassCode, createResourceDatabase, CreateResourceDatabase, findCatalogueClasses,
  FindCatalogueClasses, findContributions, FindContributions, findDatabaseEntries, FindDatabaseEntries, findResourceDatabases, getCatalogueClass, proposeContribution, ProposeContribution,
  type CatalogueClasses, type CatalogueClassRecord, type CatalogueClassView, type ContributionPage, type ContributionView, type EntryLines, type ResourceDatabases, type ResourceDatabaseView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { BuildDatabases } from './build-databases.js';
import { Contribute } from './contribute.js';
import { FindClasses } from './find-classes.js';
import { GovernClasses } from './govern-classes.js';

@Controller()
export class ClassController {
  constructor(
    private readonly finding: FindClasses,
    private readonly governing: GovernClasses,
    private readonly contributing: Contribute,
    private readonly building: BuildDatabases,
  ) {}

  @Answers(findCatalogueClasses)
  list(input: FindCatalogueClasses, ctx: RequestContext): Promise<CatalogueClasses> {
    return this.finding.list(ctx, input);
  }

  @Answers(getCatalogueClass)
  get(input: CatalogueClassCode, ctx: RequestContext): Promise<CatalogueClassRecord> {
    return this.finding.get(ctx, input);
  }

  @Answers(addCatalogueClass)
  add(input: AddCatalogueClass, ctx: RequestContext): Promise<CatalogueClassView> {
    return this.governing.add(ctx, input);
  }

  @Answers(assignClassLead)
  assignLead(input: AssignClassLead, ctx: RequestContext): Promise<CatalogueClassRecord> {
    return this.governing.assignLead(ctx, input);
  }

  @Answers(proposeContribution)
  propose(input: ProposeContribution, ctx: RequestContext): Promise<ContributionView> {
    return this.contributing.propose(ctx, input);
  }

  @Answers(actOnContribution)
  act(input: ActOnContribution, ctx: RequestContext): Promise<ContributionView> {
    return this.contributing.act(ctx, input);
  }

  @Answers(findContributions)
  findContributions(input: FindContributions, ctx: RequestContext): Promise<ContributionPage> {
    return this.contributing.find(ctx, input);
  }

  @Answers(createResourceDatabase)
  createDatabase(input: CreateResourceDatabase, ctx: RequestContext): Promise<ResourceDatabaseView> {
    return this.building.create(ctx, input);
  }

  @Answers(findResourceDatabases)
  findDatabases(input: FindCatalogueClasses, ctx: RequestContext): Promise<ResourceDatabases> {
    return this.building.list(ctx, input);
  }

  @Answers(findDatabaseEntries)
  findEntries(input: FindDatabaseEntries, ctx: RequestContext): Promise<EntryLines> {
    return this.building.entries(ctx, input);
  }
}
