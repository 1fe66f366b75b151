import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { materialChecked, Problem, problems, sharingProblems, type CheckMaterial as Question, type MaterialCheckView } from '@gongshu/contracts';
import { actingOrganisation, NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { FindSupply } from '../demand/find-supply.js';
import { MaterialCheckStore } from './material-check.store.js';
import { coveringEntries, coverRules, verdictOn } from './verdict.js';

/** Answers whether a department may demand a material of an applicant, and puts question and answer on record. */
@Injectable()
export class CheckMaterial {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly supply: FindSupply,
    private readonly checks: MaterialCheckStore,
  ) {}

  async run(ctx: RequestContext, question: Question): Promise<MaterialCheckView> {
    return this.unitOfWork.run(ctx, (tx) => this.check(tx, question), question);
  }

  private async check(tx: Transaction, question: Question): Promise<MaterialCheckView> {
    const { ctx } = tx;
    const { material, dataItems = [], matter, legalException } = question;
    const { pack } = this.regulation;
    const rules = coverRules(pack);
    const [rule] = rules;
    if (rule === undefined) throw new Problem(sharingProblems.notRegulated);
    if (material === undefined && dataItems.length === 0) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/material', code: 'required', detail: 'the material, its data items, or both' }] });
    const candidates = await this.supply.like(tx, [...(material === undefined ? [] : [material]), ...dataItems]);
    const sources = await this.supply.sources(tx, candidates.map(({ id }) => id));
    const entries = coveringEntries(question, candidates, sources, rules, ctx.node);
    const requester = actingOrganisation(ctx);
    const answer: MaterialCheckView = {
      id: randomUUID(), requester, material: material ?? null, dataItems, matter, legalException: legalException ?? null, checkedAt: ctx.now,
      ...verdictOn(question, entries, pack, rule.article),
    };
    await this.checks.add(tx, answer);
    const { id, verdict, article } = answer;
    tx.announce(materialChecked, id, { id, organisationId: requester.id, verdict, entryIds: entries.map(({ entryId }) => entryId), article: article.article });
    return answer;
  }
}
