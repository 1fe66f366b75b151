import { Injectable } from '@nestjs/common';
import { catalogueProblems, catalogueReleased, Problem, type CatalogueRelease } from '@gongshu/contracts';
import { endOfDay } from '@gongshu/regulation';
import { actingOrganisation, NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { ConsolidatedStore } from './consolidated.store.js';
import { articleOfRelease, RELEASE_TIMER, releaseDuty, releasesAt } from './release-law.js';

/** The provincial authority releases the whole province's catalogue: all nodes' published entries under one number. */
@Injectable()
export class ReleaseCatalogue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly catalogue: ConsolidatedStore,
  ) {}

  async run(ctx: RequestContext, input: object): Promise<CatalogueRelease> {
    return this.unitOfWork.run(ctx, (tx) => this.release(tx), input);
  }

  private async release(tx: Transaction): Promise<CatalogueRelease> {
    const { now, node } = tx.ctx;
    const releasedBy = { ...actingOrganisation(tx.ctx) };
    if (!releasesAt(node) || releasedBy.division !== node.code || releasedBy.level !== node.level) {
      throw new Problem(catalogueProblems.notYourTurn, { detail: { zh: '全省目录由省级主管部门发布', en: "The province's catalogue is released by the provincial authority" } });
    }
    const number = await this.catalogue.nextReleaseNumber(tx);
    const { version, entries } = await this.catalogue.current(tx);
    if (version === 0) throw new Problem(catalogueProblems.actNotAllowed, { detail: { zh: '目录中尚无条目', en: 'The catalogue has no entry yet' } });
    const { pack } = this.regulation;
    const release = { number, version, entries, releasedBy, releasedAt: now, article: articleOfRelease(pack) };
    await this.catalogue.insertRelease(tx, release);
    tx.announce(catalogueReleased, node.code, { node: node.code, number, version, entries, article: release.article });
    const next = releaseDuty(pack, node, { first: null, last: now });
    if (next !== null) await tx.startTimer(RELEASE_TIMER, node.code, endOfDay(next.dueOn), { ...next });
    return release;
  }
}
