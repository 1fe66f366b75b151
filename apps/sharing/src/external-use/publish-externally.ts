import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { externallyPublished, externalPublicationTold, Problem, problems, sharingProblems, type ExternalPublicationView, type PublishExternally as Publication } from '@gongshu/contracts';
import { localDay } from '@gongshu/regulation';
import { actingOrganisation, citation, isSameOrganisation, NodeRegulation, optionalParameter, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { GetGrant } from '../grant/get-grant.js';
import { LockLivingGrant } from '../grant/lock-living-grant.js';
import { ExternalUseStore } from './external-use.store.js';
import { PublicationStore } from './publication.store.js';

/** Acquired data leave for outside: with the provider's consent alone, which lives no longer than the grant it is for. */
@Injectable()
export class PublishExternally {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly getGrant: GetGrant,
    private readonly lockLivingGrant: LockLivingGrant,
    private readonly uses: ExternalUseStore,
    private readonly publications: PublicationStore,
  ) {}

  async run(ctx: RequestContext, input: Publication): Promise<ExternalPublicationView> {
    return this.unitOfWork.run(ctx, (tx) => this.publish(tx, input), input);
  }

  private async publish(tx: Transaction, input: Publication): Promise<ExternalPublicationView> {
    const { ctx } = tx;
    const asked = await this.getGrant.unscoped(tx, input.grantId);
    if (asked === undefined || !isSameOrganisation(asked.requester, actingOrganisation(ctx))) throw new Problem(problems.notFound);
    // Under the lock that a suspension takes: after its commit nothing is published on the former state.
    const grant = await this.lockLivingGrant.run(tx, asked.id);
    if (grant === null || grant.validUntil < localDay(ctx.now)) throw new Problem(sharingProblems.grantEnded);
    if (grant.state === 'SUSPENDED') throw new Problem(sharingProblems.grantSuspended);
    const use = await this.uses.findConsented(tx, grant.id, localDay(ctx.now), input.consentId ?? null);
    const consent = use?.consent ?? null;
    const rule = optionalParameter(this.regulation.pack, 'thirdParty');
    const cited = rule === undefined ? {} : { article: citation(rule.source) };
    if (use === undefined || consent === null) throw new Problem(sharingProblems.externalUseNotConsented, cited);
    const columns = input.columns === undefined ? consent.columns : [...new Set(input.columns)];
    const beyond = columns.find((column) => !consent.columns.includes(column));
    if (beyond !== undefined) throw new Problem(sharingProblems.externalUseNotConsented, { ...cited, errors: [{ pointer: '/columns', code: 'not-consented', detail: beyond }] });
    const { entryId, entryName, requester, provider } = grant;
    const published = {
      id: randomUUID(), grantId: grant.id, consentId: use.id, entryId, entryName, requester, provider, title: input.title, channel: input.channel, columns, publishedAt: ctx.now,
    };
    await this.publications.add(tx, published);
    tx.announce(externallyPublished, published.id, { id: published.id, grantId: grant.id, consentId: use.id, entryId, requester, provider, columns });
    if (grant.ownerNode !== ctx.node.code) tx.announce(externalPublicationTold, published.id, { addressedTo: grant.ownerNode, publication: { ...published, columns: [...columns] } });
    return published;
  }
}
