import { catalogueProblems, collectionProblems, defineProblem, Problem, type CollectionChange, type Party } from '@gongshu/contracts';
import { beginProcedure, takeAct, type EffectivePack, type Moved, type Refused, type WorkingCalendar } from '@gongshu/regulation';
import { citation, isAuthorityOf, isSameOrganisation, refusalProblem, type RequestContext } from '@gongshu/service-kit';
import type { CollectionList } from './collection-list.js';

const PROCEDURE = 'collection-responsibility-list';
const notRegulated = defineProblem('catalogue/not-regulated', 409, '本地法规未规定此程序', 'The regulation in force here does not have this procedure');

/** The first act: the node's authority generates a list from what is published. @throws Problem when the law refuses */
export function lawfulGeneration(pack: EffectivePack, ctx: RequestContext, items: readonly string[]): Moved {
  const parties = ctx.organisation?.division === ctx.node.code ? ['node-authority'] : [];
  return lawful(beginProcedure(pack, PROCEDURE, { actor: { roles: ctx.roles, parties }, facts: {}, content: { items }, at: ctx.now }), ctx);
}

/** An application for a change, or the decision on it. @throws Problem when the law refuses */
export function lawfulMove(pack: EffectivePack, list: CollectionList, ctx: RequestContext, act: string, words: Partial<CollectionChange>, calendar: WorkingCalendar): Moved {
  const { add = [], remove = [], reasons } = words;
  const change = [...add.map(({ name }) => name), ...remove];
  const content = { ...(change.length === 0 ? {} : { change }), ...(reasons === undefined ? {} : { reasons }) };
  return lawful(takeAct(pack, list.standing, { act, actor: { roles: ctx.roles, parties: partiesOf(list.department, ctx) }, facts: {}, content, at: ctx.now }, calendar), ctx);
}

/** The parts an organisation plays in a department's list. */
export function partiesOf(department: Party, ctx: RequestContext): string[] {
  const { organisation } = ctx;
  if (organisation === null) return [];
  return [...(isSameOrganisation(organisation, department) ? ['owner'] : []), ...(isAuthorityOf(ctx, department) ? ['owner-authority'] : [])];
}

/** Where a list says what is collected, nobody writes it but by an application that is accepted. @throws Problem 403 with the article */
export function onlyByList(pack: EffectivePack): void {
  const source = pack.procedures[PROCEDURE]?.ends['IN_FORCE']?.source;
  if (source !== undefined && source !== null) throw new Problem(collectionProblems.byListOnly, { article: citation(source) });
}

function lawful(outcome: Moved | Refused, { language }: RequestContext): Moved {
  if (outcome.kind === 'refused') throw refusalProblem({ ...catalogueProblems, notRegulated }, outcome, language);
  return outcome;
}
