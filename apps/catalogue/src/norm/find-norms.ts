import { Injectable } from '@nestjs/common';
import type { CatalogueNorms, DataStandards, FindDataStandards, FindNormViolations, FindOutdatedEntries, NormViolations, OutdatedEntries, PageQuery } from '@gongshu/contracts';
import { actingOrganisation, cutPage, pageStart, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { BY_ID, EntrySurvey, type SurveyedEntry } from '../entry/entry-survey.js';
import { NormRules } from './norm-rules.js';
import { NormStore } from './norm.store.js';

const MOST_BREACHES = 20;

/** The norms and standards of a node, and the published entries that do not keep them any more. A department reads of its own entries. */
@Injectable()
export class FindNorms {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly norms: NormStore,
    private readonly rules: NormRules,
    private readonly survey: EntrySurvey,
  ) {}

  async list(ctx: RequestContext): Promise<CatalogueNorms> {
    return { items: await this.unitOfWork.read(ctx, (tx) => this.norms.allNorms(tx)) };
  }

  async standards(ctx: RequestContext, { code }: FindDataStandards): Promise<DataStandards> {
    return { items: await this.unitOfWork.read(ctx, (tx) => (code === undefined ? this.norms.standards(tx) : this.norms.standardVersions(tx, code))) };
  }

  async violations(ctx: RequestContext, query: FindNormViolations): Promise<NormViolations> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const measures = await this.rules.measures(tx);
      const { items, nextCursor } = await this.surveyed(tx, query);
      const held = items.map(({ content, ...line }) => ({ line, breaches: this.rules.breaches(measures, content) }));
      return { items: held.filter(({ breaches }) => breaches.length > 0).map(({ line, breaches }) => ({ ...line, breaches: breaches.slice(0, MOST_BREACHES) })), nextCursor };
    });
  }

  async outdated(ctx: RequestContext, query: FindOutdatedEntries): Promise<OutdatedEntries> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const currentVersion = (await this.norms.standards(tx)).find(({ code }) => code === query.code)?.version;
      if (currentVersion === undefined) return { items: [], nextCursor: null };
      const { items, nextCursor } = await this.surveyed(tx, query, { standards: [{ code: query.code }] });
      const used = items.map(({ content, ...line }) => ({ ...line, currentVersion, usedVersion: content.standards?.find(({ code }) => code === query.code)?.version ?? currentVersion }));
      return { items: used.filter(({ usedVersion }) => usedVersion < currentVersion), nextCursor };
    });
  }

  private async surveyed(tx: Transaction, query: PageQuery, including: object = {}): Promise<{ items: SurveyedEntry[]; nextCursor: string | null }> {
    const { after, limit } = pageStart(query, BY_ID);
    const seesAll = tx.ctx.roles.some((role) => role === 'DATA_AUTHORITY' || role === 'AUDITOR');
    const rows = await this.survey.page(tx, { including, ...(seesAll ? {} : { provider: actingOrganisation(tx.ctx).id }), after, limit: limit + 1 });
    return cutPage(rows, limit, ({ id }) => id, (entry) => entry);
  }
}
