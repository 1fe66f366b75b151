import { Injectable } from '@nestjs/common';
import { identityProblems, Problem, problems, type Organisation } from '@gongshu/contracts';
import { actingOrganisation, citation, NodeRegulation, optionalParameter, type Transaction } from '@gongshu/service-kit';
import { managesPlace, overseesPlace, type Place } from './managed-place.js';
import { OrganisationStore } from './organisation.store.js';

/** Whose organisations a caller may manage or look into: operators all of the node, a data authority those of its scope, everybody else their own. */
@Injectable()
export class OrganisationAccess {
  constructor(
    private readonly organisations: OrganisationStore,
    private readonly regulation: NodeRegulation,
  ) {}

  /**
   * For a change by operators and data authorities.
   *
   * @throws Problem 403 with the article that limits the caller's scope
   */
  async mustManagePlace(tx: Transaction, place: Place): Promise<void> {
    if (tx.ctx.roles.includes('OPERATOR')) return;
    const scope = optionalParameter(this.regulation.pack, 'authority.manages');
    const authority = await this.authority(tx);
    if (authority !== null && managesPlace(authority, place, String(scope?.value ?? 'TERRITORY'))) return;
    throw new Problem(identityProblems.outsideScope, scope === undefined ? {} : { article: citation(scope.source) });
  }

  /**
   * For a change by them or by the organisation itself; answers the organisation.
   *
   * @throws Problem 404 for none, 403 as above
   */
  async mustManage(tx: Transaction, id: string): Promise<Organisation> {
    const organisation = await this.known(tx, id);
    if (!this.isOwn(tx, id) || !tx.ctx.roles.includes('PROVIDER_HEAD')) await this.mustManagePlace(tx, organisation);
    return organisation;
  }

  /** For looking into it. @throws Problem 404 for none, 403 for another's */
  async mustOversee(tx: Transaction, id: string): Promise<Organisation> {
    const organisation = await this.known(tx, id);
    if (this.isOwn(tx, id) || tx.ctx.roles.includes('OPERATOR')) return organisation;
    const authority = await this.authority(tx);
    if (authority !== null && overseesPlace(authority, organisation)) return organisation;
    throw new Problem(identityProblems.outsideScope);
  }

  /** Where the caller is the data authority; null for others. */
  async authority(tx: Transaction): Promise<Place | null> {
    if (!tx.ctx.roles.includes('DATA_AUTHORITY')) return null;
    const { id, division, level } = actingOrganisation(tx.ctx);
    const own = await this.organisations.find(tx, id);
    return { division, level, area: own?.kind === 'AREA_COMMITTEE' ? own.area : undefined };
  }

  private isOwn({ ctx }: Transaction, id: string): boolean {
    return ctx.organisation?.id === id && ctx.organisation.node === ctx.node.code;
  }

  private async known(tx: Transaction, id: string): Promise<Organisation> {
    const organisation = await this.organisations.find(tx, id);
    if (organisation === undefined) throw new Problem(problems.notFound);
    return organisation;
  }
}
