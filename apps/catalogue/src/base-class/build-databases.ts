import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  classProblems, Problem, resourceDatabaseCreated,
  type CreateResourceDatabase, type EntryLines, type FindCatalogueClasses, type FindDatabaseEntries, type Party, type ResourceDatabases, type ResourceDatabaseView,
} from '@gongshu/contracts';
import { actingOrganisation, cutPage, isSameOrganisation, NodeRegulation, optionalList, optionalParameter, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { BY_ID, EntrySurvey } from '../entry/entry-survey.js';
import { cited } from '../responsibility/provision.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { FindClasses } from './find-classes.js';
import { ResourceDatabaseStore } from './resource-database.store.js';

const BUILT_BY = 'resourceDatabase.builtBy';
const LEVELS = 'resourceDatabase.levels';

/** Base and topic databases: who sets one up is the pack's to say, and a published entry belongs to the database of its class. */
@Injectable()
export class BuildDatabases {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly finding: FindClasses,
    private readonly responsibilities: Responsibilities,
    private readonly databases: ResourceDatabaseStore,
    private readonly survey: EntrySurvey,
  ) {}

  /** @throws Problem 403 for a level or an organisation that does not assemble the class; 404 for an unknown class; 409 for a database there is */
  async create(ctx: RequestContext, input: CreateResourceDatabase): Promise<ResourceDatabaseView> {
    const assembler = actingOrganisation(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const { kind } = await this.finding.named(tx, input.classCode);
        await this.mustBeAssembler(tx, input.classCode, assembler);
        const created: ResourceDatabaseView = { ...input, id: randomUUID(), kind, assembler, createdAt: ctx.now };
        if (!(await this.databases.add(tx, created))) throw new Problem(classProblems.databaseExists);
        tx.announce(resourceDatabaseCreated, created.id, { id: created.id, classCode: input.classCode });
        return created;
      },
      input,
    );
  }

  async list(ctx: RequestContext, { kind }: FindCatalogueClasses): Promise<ResourceDatabases> {
    return { items: await this.unitOfWork.read(ctx, (tx) => this.databases.all(tx, kind)) };
  }

  /** @throws Problem 404 for an unknown database */
  async entries(ctx: RequestContext, query: FindDatabaseEntries): Promise<EntryLines> {
    const { after, limit } = pageStart(query, BY_ID);
    const rows = await this.unitOfWork.read(ctx, async (tx) => {
      const { kind, classCode } = await this.databases.load(tx, query.id);
      return this.survey.page(tx, { including: { entryClass: kind, subclass: classCode }, after, limit: limit + 1 });
    });
    return cutPage(rows, limit, ({ id }) => id, ({ id, code, name, provider }) => ({ id, code, name, provider }));
  }

  private async mustBeAssembler(tx: Transaction, code: string, assembler: Party): Promise<void> {
    const { pack } = this.regulation;
    const levels = optionalList(pack, LEVELS);
    if (levels.length > 0 && !levels.includes(assembler.level)) throw new Problem(classProblems.mayNotBuild, { ...cited(pack, LEVELS) });
    const byAuthority = optionalParameter(pack, BUILT_BY)?.value === 'DATA_AUTHORITY';
    const lead = await this.responsibilities.at(tx, { of: 'CLASS', code }, assembler);
    const builds = byAuthority ? tx.ctx.roles.includes('DATA_AUTHORITY') : lead !== undefined && isSameOrganisation(lead, assembler);
    if (!builds) throw new Problem(classProblems.mayNotBuild, { ...cited(pack, BUILT_BY) });
  }
}
