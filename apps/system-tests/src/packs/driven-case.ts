import { expect } from 'vitest';
import {
  actRefused, requestMoved, requestStepDueSoon, requestStepOverdue, verificationMoved, verificationStepDueSoon, verificationStepOverdue,
  type HistoryEntry, type StepDeadline, type StepView,
} from '@gongshu/contracts';
import { eventually } from '@gongshu/testing';
import type { Reply, TestNode } from './test-node.js';

const KINDS = {
  'sharing-requests': { refused: actRefused.sharing, moved: requestMoved, dueSoon: requestStepDueSoon, overdue: requestStepOverdue },
  'verification-requests': { refused: actRefused['quality-dispute'], moved: verificationMoved, dueSoon: verificationStepDueSoon, overdue: verificationStepOverdue },
} as const;
export type CaseKind = keyof typeof KINDS;

export interface CaseView {
  readonly id: string;
  readonly state: string;
  readonly step: StepView;
  readonly history: readonly HistoryEntry[];
  readonly grantId?: string | null;
}

/** Where a case is expected to stand, and by what its period is counted: a parameter of the pack, or working days, from the day the step began or another. */
export interface Standing {
  readonly step: string;
  readonly acts: readonly string[];
  readonly dueOn: string | null;
  readonly article?: string;
  readonly by?: { readonly parameter?: string; readonly workingDays?: number; readonly from?: string };
}

/** A problem as the API answers it. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly article?: { readonly pack: string; readonly article: string };
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
  readonly allowed?: readonly string[];
}

const lastMomentOf = (day: string): string => `${day}T23:59:00+08:00`;
const endOf = (day: string): string => new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000).toISOString();

/** A case driven through its legal path by REST, with everything the platform must tell about it kept in mind. */
export class DrivenCase<P extends string> {
  private readonly dueSoon: StepDeadline[] = [];
  private readonly overdue: StepDeadline[] = [];
  private readonly refusals: string[] = [];

  private constructor(
    private readonly node: TestNode<P>,
    private readonly kind: CaseKind,
    private readonly party: P,
    private current: CaseView,
  ) {}

  /** The first act; the party that files it also reads the case. */
  static async begin<P extends string>(node: TestNode<P>, kind: CaseKind, party: NoInfer<P>, body: object): Promise<DrivenCase<P>> {
    const reply = await node.call(party, 'POST', `/v1/${kind}`, body);
    expect(reply).toMatchObject({ status: 201 });
    return new DrivenCase(node, kind, party, reply.body as CaseView);
  }

  get view(): CaseView {
    return this.current;
  }

  private say(party: P, act: string, stated: object): Promise<Reply> {
    return this.node.call(party, 'POST', `/v1/${this.kind}/${this.view.id}/acts`, { act, ...stated });
  }

  async act(party: P, act: string, stated: object = {}): Promise<CaseView> {
    const reply = await this.say(party, act, stated);
    expect(reply).toMatchObject({ status: 200, body: { id: this.view.id } });
    this.current = reply.body as CaseView;
    return this.current;
  }

  /** An act that is refused and changes nothing. */
  async refusedAct(party: P, act: string, stated: object = {}): Promise<Refusal> {
    const before = await this.read();
    const { status, body } = await this.say(party, act, stated);
    expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
    expect(await this.read()).toEqual(before);
    const refusal = body as Refusal;
    // What fails the contract already has reached no law, and is not on record.
    if (refusal.code !== 'input/invalid') this.refusals.push(`${act} ${refusal.code}`);
    return refusal;
  }

  async read(): Promise<CaseView> {
    const { status, body } = await this.node.call(this.party, 'GET', `/v1/${this.kind}/${this.view.id}`);
    expect(status).toBe(200);
    return body as CaseView;
  }

  /** The case stands there for everybody, and the same question about its deadline has the same answer from the law service. */
  async stands({ step, acts, dueOn, article, by }: Standing): Promise<void> {
    expect(await this.read()).toEqual(this.view);
    expect(this.view).toMatchObject({ state: step, step: { step, acts, dueOn, dueArticle: dueOn === null ? null : article, overdue: false, pack: this.node.plan.pack } });
    if (by === undefined) return;
    const { parameter, workingDays, from = this.view.step.since } = by;
    const asked = parameter === undefined ? { workingDays, startedAt: from } : { pack: this.node.plan.pack, parameter, startedAt: from };
    const { status, body } = await this.node.call(null, 'POST', '/v1/deadline-computations', asked);
    expect({ status, body }).toMatchObject({ status: 200, body: { dueOn, article: parameter === undefined ? null : article, assumed: false } });
  }

  /** To the last minute of the running period: a reminder has been given, and nothing is late. */
  async reachLastMoment(): Promise<void> {
    const deadline = this.deadline();
    await this.node.travelTo(lastMomentOf(deadline.dueOn));
    this.dueSoon.push(deadline);
    await this.toldOfDeadlines();
    expect((await this.read()).step).toEqual(this.view.step);
  }

  /** One minute later, after `reachLastMoment`: the lapse is told and shown, and decides nothing. */
  async lapse(): Promise<void> {
    const deadline = this.deadline();
    await this.node.travelTo(endOf(deadline.dueOn));
    this.overdue.push(deadline);
    await this.toldOfDeadlines();
    const read = await this.read();
    expect(read).toEqual({ ...this.view, step: { ...this.view.step, overdue: true } });
    this.current = read;
  }

  private deadline(): StepDeadline {
    const { step, dueOn, dueArticle } = this.view.step;
    if (dueOn === null || dueArticle === null) throw new Error(`no period runs at ${step}`);
    return { id: this.view.id, step, dueOn, article: dueArticle };
  }

  /** Every reminder and every lapse so far was told, once each and no other. */
  private async toldOfDeadlines(): Promise<void> {
    const { dueSoon, overdue } = KINDS[this.kind];
    const mine = (told: StepDeadline[]): StepDeadline[] => told.filter(({ id }) => id === this.view.id);
    await eventually(() => {
      expect(mine(this.node.seen(dueSoon))).toEqual(this.dueSoon);
      expect(mine(this.node.seen(overdue))).toEqual(this.overdue);
      return true;
    });
  }

  /**
   * What is left of the case: its history has these acts with their articles, and the audit log has each of them, each reminder and each lapse once, and every refusal.
   *
   * @param acts `act article`, in order
   */
  async leavesRecord(auditor: P, acts: readonly string[]): Promise<void> {
    const { refused, moved, dueSoon, overdue } = KINDS[this.kind];
    expect((await this.read()).history.map(({ act, article }) => `${act} ${article}`)).toEqual(acts);
    await this.toldOfDeadlines();
    await eventually(() => {
      const refusals = this.node.seen(refused).filter(({ subject }) => subject === this.view.id);
      // Refusals of different callers are different things to the bus: each comes once, in no order.
      expect(refusals.map(({ act, code }) => `${String(act)} ${code}`).sort()).toEqual(this.refusals.toSorted());
      return true;
    });
    const expected = { [moved.type]: acts.length, [dueSoon.type]: this.dueSoon.length, [overdue.type]: this.overdue.length };
    await eventually(async () => {
      const { body } = await this.node.call(auditor, 'GET', `/v1/audit/entries?limit=200&subject=${this.view.id}`);
      const types = (body as { items: { type: string }[] }).items.map(({ type }) => type);
      expect(Object.fromEntries(Object.keys(expected).map((type) => [type, types.filter((found) => found === type).length]))).toEqual(expected);
      return true;
    });
  }
}
