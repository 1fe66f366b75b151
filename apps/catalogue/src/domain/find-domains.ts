import { Injectable } from '@nestjs/common';
import { Problem, problems, type DomainMatrix, type DomainRecord, type DomainView, type FindUnassignedEntries, type UnassignedEntries } from '@gongshu/contracts';
import { actingOrganisation, cutPage, NodeRegulation, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { BY_ID, EntrySurvey } from '../entry/entry-survey.js';
import { articleOf } from '../responsibility/provision.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { domainsOf, type Domain } from './responsibility-domain.js';
import { DomainStore } from './domain.store.js';

/** The matrix of responsibility: which department provides the data of which domain. */
@Injectable()
export class FindDomains {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly domains: DomainStore,
    private readonly responsibilities: Responsibilities,
    private readonly survey: EntrySurvey,
  ) {}

  async matrix(ctx: RequestContext): Promise<DomainMatrix> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const owners = await this.responsibilities.now(tx, 'DOMAIN');
      return { items: (await this.all(tx)).map((domain) => this.view(domain, owners.get(domain.code) ?? [])) };
    });
  }

  get(ctx: RequestContext, { code }: { code: string }): Promise<DomainRecord> {
    return this.unitOfWork.read(ctx, (tx) => this.record(tx, code));
  }

  /** Published entries whose domain nobody of their provider's level answers for: all of them for authority and auditor, its own for a department. */
  async unassigned(ctx: RequestContext, query: FindUnassignedEntries): Promise<UnassignedEntries> {
    const { after, limit } = pageStart(query, BY_ID);
    const seesAll = ctx.roles.some((role) => role === 'DATA_AUTHORITY' || role === 'AUDITOR');
    const of = seesAll ? {} : { provider: actingOrganisation(ctx).id };
    return this.unitOfWork.read(ctx, async (tx) => {
      const owners = await this.responsibilities.now(tx, 'DOMAIN');
      const surveyed = await this.survey.page(tx, { stating: 'domain', ...of, after, limit: limit + 1 });
      const { items, nextCursor } = cutPage(surveyed, limit, ({ id }) => id, (entry) => entry);
      const orphaned = items.filter(({ content, provider }) => !(owners.get(content.domain ?? '') ?? []).some(({ organisation }) => organisation.division === provider.division && organisation.level === provider.level));
      return { items: orphaned.map(({ id, code, name, provider, content }) => ({ id, code, name, provider, domain: content.domain ?? '' })), nextCursor };
    });
  }

  /** @throws Problem 404 for a domain that neither the regulation nor the authority names */
  async record(tx: Transaction, code: string): Promise<DomainRecord> {
    const domain = await this.named(tx, code);
    const history = await this.responsibilities.history(tx, { of: 'DOMAIN', code });
    return { ...this.view(domain, history.filter(({ until }) => until === null)), history };
  }

  /** @throws Problem 404 */
  async named(tx: Transaction, code: string): Promise<Domain> {
    const domain = (await this.all(tx)).find((one) => one.code === code);
    if (domain === undefined) throw new Problem(problems.notFound);
    return domain;
  }

  async all(tx: Transaction): Promise<Domain[]> {
    return domainsOf(this.regulation.pack, await this.domains.created(tx));
  }

  private view({ code, label, duty, dutyLabel, key }: Domain, owners: DomainView['owners']): DomainView {
    return { code, label, duty, dutyLabel, article: articleOf(this.regulation.pack, key), owners: owners.map(({ organisation, since }) => ({ organisation, since })) };
  }
}
