import { Problem, problems, projectProblems, type AcceptanceFault, type HistoryEntry, type Party, type ProjectView, type SupplyItem } from '@gongshu/contracts';
import type { EffectivePack } from '@gongshu/regulation';
import { citation, optionalList, optionalParameter } from '@gongshu/service-kit';

/** An information project, as far as the data it has to supply are concerned. Money and contracts are the approver's own affair. */
export interface Project {
  readonly id: string;
  readonly department: Party;
  readonly name: string;
  readonly purpose: string | null;
  readonly state: string;
  readonly supplyList: readonly SupplyItem[];
  readonly rejectedFor: readonly string[];
  readonly paymentSuspended: boolean;
  readonly history: readonly HistoryEntry[];
}

/** What is known of the data of an entry. */
export interface SupplyOfEntry {
  readonly entryId: string;
  readonly published: boolean;
  readonly provided: boolean;
  readonly doubted: boolean;
  readonly updateLate: boolean;
}

/** What a pack may demand before acceptance, with the fault of data that do not meet it. */
const FAULTS: Readonly<Record<string, readonly [fault: string, fails: (supply: SupplyOfEntry) => boolean]>> = {
  CATALOGUED: ['NOT_CATALOGUED', ({ published }) => !published],
  PROVIDED: ['NOT_PROVIDED', ({ provided }) => !provided],
  QUALITY: ['QUALITY_FAILED', ({ doubted }) => doubted],
  UPDATED: ['UPDATE_LATE', ({ updateLate }) => updateLate],
};

const APPROVAL_NEEDS = 'project.approvalNeeds';
const ACCEPTANCE_NEEDS = 'project.acceptanceNeeds';
const ACCEPTANCE_FAILURE = 'project.acceptanceFailure';
const BARE = { published: false, provided: false, doubted: false, updateLate: false };

/** The first fault of each item of the supply list; a list without items has nothing to accept. */
export function faultsOf(pack: EffectivePack, { supplyList }: Project, supplies: readonly SupplyOfEntry[]): AcceptanceFault[] {
  const needs = optionalList(pack, ACCEPTANCE_NEEDS);
  return supplyList.flatMap(({ name, entryId }) => {
    const supply = supplies.find((known) => known.entryId === entryId) ?? { ...BARE, entryId: entryId ?? '' };
    const fault = needs.map((need) => FAULTS[need]).find((rule) => rule?.[1](supply));
    return fault === undefined ? [] : [{ name, entryId: entryId ?? null, fault: fault[0] }];
  });
}

/** The provision on which an answer about approval or acceptance rests; null where the pack demands nothing. */
export function provisionOf(pack: EffectivePack, of: 'approval' | 'acceptance'): ReturnType<typeof citation> | null {
  const rule = optionalParameter(pack, of === 'approval' ? APPROVAL_NEEDS : ACCEPTANCE_NEEDS);
  return rule === undefined ? null : citation(rule.source);
}

/** Whether a project that is not ready is rejected, and its further payment suspended (weihai 21); else it is only not accepted yet. The answer is the article. */
export function rejectsByArticle(pack: EffectivePack): string | null {
  const rule = optionalParameter(pack, ACCEPTANCE_FAILURE);
  return rule?.value === 'REJECTED_AND_PAYMENT_SUSPENDED' ? rule.source.article : null;
}

/** @throws Problem 409 with the article, where the pack demands a supply list (weihai 21) or support of sharing (jian 8) and none is stated */
export function mayBeApproved(pack: EffectivePack, { supplyList }: Project): void {
  const rule = optionalParameter(pack, APPROVAL_NEEDS);
  if (rule === undefined || supplyList.length > 0) return;
  const needsList = optionalList(pack, APPROVAL_NEEDS).includes('SUPPLY_LIST');
  throw new Problem(needsList ? projectProblems.supplyListMissing : projectProblems.notSupported, {
    article: citation(rule.source),
    errors: [{ pointer: '/supplyList', code: 'field-required', detail: 'the supply list must be stated' }],
  });
}

/** After approval the list is what was approved: entries are named for its items, items neither come nor go. @throws Problem 409 */
export function withSupplyList(project: Project, items: readonly SupplyItem[]): Project {
  if (project.state === 'REFUSED' || project.state === 'ACCEPTED') throw new Problem(projectProblems.actNotAllowed);
  const names = items.map(({ name }) => name);
  const repeated = names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [{ pointer: `/items/${String(index)}/name`, code: 'unique', detail: 'the item stands twice' }]));
  if (repeated.length > 0) throw new Problem(problems.invalidInput, { errors: repeated });
  const approved = project.supplyList.map(({ name }) => name);
  const isSame = names.length === approved.length && names.every((name) => approved.includes(name));
  if (project.state !== 'PROPOSED' && !isSame) throw new Problem(projectProblems.supplyListFixed);
  return { ...project, supplyList: [...items] };
}

export function projectView({ id, department, name, purpose, state, supplyList, rejectedFor, paymentSuspended, history }: Project): ProjectView {
  return { id, department, name, purpose, state, supplyList: [...supplyList], rejectedFor: [...rejectedFor], paymentSuspended, history: [...history] };
}
