import { Injectable } from '@nestjs/common';
import { catalogueNormIssued, dataStandardIssued, normProblems, Problem, type CatalogueNorm, type DataStandard, type IssueCatalogueNorm, type IssueDataStandard } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, optionalList, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { cited } from '../responsibility/provision.js';
import { NormStore } from './norm.store.js';

const ISSUERS = 'catalogueNorm.issuers';

/** The node's authority issues the catalogue norm and data standards. The nodes below take them over by the events. */
@Injectable()
export class IssueNorms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly norms: NormStore,
  ) {}

  /** @throws Problem 403 for an authority of a level that issues none, with the article */
  async norm(ctx: RequestContext, input: IssueCatalogueNorm): Promise<CatalogueNorm> {
    this.mustBeNodeAuthority(ctx, ISSUERS);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const issuer = ctx.node.code;
        await this.norms.lock(tx, 'catalogue');
        const version = ((await this.norms.norms(tx)).find((one) => one.issuer === issuer)?.version ?? 0) + 1;
        const norm: CatalogueNorm = { ...input, issuer, version, issuedAt: ctx.now };
        await this.norms.addNorm(tx, norm);
        tx.announce(catalogueNormIssued, issuer, norm);
        return norm;
      },
      input,
    );
  }

  /** @throws Problem 403 for another authority than the node's; 409 for a standard that a node above has issued */
  async standard(ctx: RequestContext, input: IssueDataStandard): Promise<DataStandard> {
    this.mustBeNodeAuthority(ctx);
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const issuer = ctx.node.code;
        await this.norms.lock(tx, input.code);
        const [newest] = await this.norms.standardVersions(tx, input.code);
        if (newest !== undefined && newest.issuer !== issuer) throw new Problem(normProblems.issuedElsewhere);
        const standard: DataStandard = { ...input, issuer, version: (newest?.version ?? 0) + 1, issuedAt: ctx.now };
        await this.norms.addStandard(tx, standard);
        tx.announce(dataStandardIssued, input.code, standard);
        return standard;
      },
      input,
    );
  }

  private mustBeNodeAuthority(ctx: RequestContext, key?: string): void {
    const { division, level } = actingOrganisation(ctx);
    const levels = key === undefined ? [] : optionalList(this.regulation.pack, key);
    if (division === ctx.node.code && level === ctx.node.level && (levels.length === 0 || levels.includes(level))) return;
    throw new Problem(normProblems.mayNotIssue, key === undefined ? {} : { ...cited(this.regulation.pack, key) });
  }
}
