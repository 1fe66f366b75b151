import { Injectable } from '@nestjs/common';
import { paymentSuspended, Problem, problems, projectMoved, projectProblems, type ActOnProject as Act, type ProjectView } from '@gongshu/contracts';
import { historyEntry, NodeRegulation, UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { DataSupplyStore } from './data-supply.store.js';
import { faultsOf, mayBeApproved, projectView, provisionOf, rejectsByArticle, type Project } from './project.js';
import { ProjectStore } from './project.store.js';

/** From which states an act leads where. A rejected project may be accepted once its data are there. */
const WAYS: Readonly<Record<string, { readonly from: readonly string[]; readonly to: string }>> = {
  approve: { from: ['PROPOSED'], to: 'APPROVED' },
  refuse: { from: ['PROPOSED'], to: 'REFUSED' },
  accept: { from: ['APPROVED', 'REJECTED'], to: 'ACCEPTED' },
  reject: { from: ['APPROVED'], to: 'REJECTED' },
};

/** The approver decides on a project; what the data of its supply list are worth is looked at here, not believed. */
@Injectable()
export class ActOnProject {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly projects: ProjectStore,
    private readonly supplies: DataSupplyStore,
  ) {}

  async run(ctx: RequestContext, input: Act): Promise<ProjectView> {
    return this.unitOfWork.run(ctx, (tx) => this.act(tx, input), input);
  }

  private async act(tx: Transaction, { id, act, ground, reasons }: Act): Promise<ProjectView> {
    const { pack } = this.regulation;
    const project = await this.projects.load(tx, id, true);
    const way = WAYS[act];
    if (way === undefined || !way.from.includes(project.state)) throw new Problem(projectProblems.actNotAllowed, { allowed: Object.keys(WAYS).filter((other) => WAYS[other]?.from.includes(project.state)) });
    if (act === 'approve') mayBeApproved(pack, project);
    const grounds = act === 'accept' ? await this.groundsAgainst(tx, project) : act === 'reject' ? [stated(ground)] : [];
    const decided: Project = { ...project, state: grounds.length > 0 ? 'REJECTED' : way.to, rejectedFor: grounds, paymentSuspended: grounds.length > 0 && rejectsByArticle(pack) !== null };
    const source = (act === 'approve' || act === 'refuse' ? provisionOf(pack, 'approval') : provisionOf(pack, 'acceptance')) ?? null;
    const after = { ...decided, history: [...project.history, historyEntry({ act, from: project.state, to: decided.state, due: null, source }, tx.ctx, reasons)] };
    await this.projects.save(tx, after);
    const organisationId = project.department.id;
    tx.announce(projectMoved, id, { id, organisationId, act, to: after.state });
    const suspending = rejectsByArticle(pack);
    if (after.paymentSuspended && suspending !== null) tx.announce(paymentSuspended, id, { projectId: id, organisationId, grounds, article: suspending });
    return projectView(after);
  }

  /** @throws Problem 409 that lists what is missing, where the pack does not reject a project for it */
  private async groundsAgainst(tx: Transaction, project: Project): Promise<string[]> {
    const { pack } = this.regulation;
    const entryIds = project.supplyList.flatMap(({ entryId }) => entryId ?? []);
    const faults = faultsOf(pack, project, await this.supplies.of(tx, project.department.id, entryIds));
    if (faults.length > 0 && rejectsByArticle(pack) === null) {
      const article = provisionOf(pack, 'acceptance');
      const errors = faults.map(({ name, fault }) => ({ pointer: `/supplyList/${String(project.supplyList.findIndex((item) => item.name === name))}`, code: fault.toLowerCase().replaceAll('_', '-'), detail: name }));
      throw new Problem(projectProblems.notReady, { ...(article === null ? {} : { article }), errors });
    }
    return [...new Set(faults.map(({ fault }) => fault))];
  }
}

function stated(ground: string | undefined): string {
  if (ground === undefined) throw new Problem(problems.invalidInput, { errors: [{ pointer: '/ground', code: 'field-required', detail: 'the ground of a rejection must be stated' }] });
  return ground;
}
