import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, sharingProblems, type ItemMatch, type Party, type PlanItem } from '@gongshu/contracts';
import { isSameOrganisation, type Transaction } from '@gongshu/service-kit';
import { FindSupply } from '../demand/find-supply.js';
import { isObtainable, type Supply } from '../demand/supply.js';
import type { DemandPlan, ItemSupply } from './demand-plan.js';
import { PlanningBodyStore } from './planning-body.store.js';
import { RecordTaskMove } from './record-task-move.js';
import type { SupplyTask } from './supply-task.js';
import { SupplyTaskStore } from './supply-task.store.js';

const fault = (pointer: string, code: string, detail: string) => ({ errors: [{ pointer, code, detail }] });

/** The authority says who supplies what: a published entry, or a body that gets the task. */
@Injectable()
export class MatchItems {
  constructor(
    private readonly supply: FindSupply,
    private readonly bodies: PlanningBodyStore,
    private readonly tasks: SupplyTaskStore,
    private readonly recordTask: RecordTaskMove,
  ) {}

  /** @throws Problem that points at the match it cannot make */
  async run(tx: Transaction, plan: DemandPlan, matches: readonly ItemMatch[]): Promise<DemandPlan> {
    const open = new Map((await this.tasks.lockOpenOf(tx, plan.id)).map((task) => [task.item.name, task]));
    const said = new Map(plan.matches.map((match) => [match.item, match]));
    const seen = new Set<string>();
    for (const [at, match] of matches.entries()) {
      const pointer = `/matches/${String(at)}`;
      const item = plan.items.find(({ name }) => name === match.item);
      if (item === undefined) throw new Problem(problems.invalidInput, fault(`${pointer}/item`, 'unknown-item', match.item));
      if (seen.has(item.name)) throw new Problem(problems.invalidInput, fault(`${pointer}/item`, 'repeated', match.item));
      seen.add(item.name);
      if ((match.entryId === undefined) === (match.providerId === undefined)) throw new Problem(problems.invalidInput, fault(pointer, 'one-of', 'either entryId or providerId'));
      const asked = { plan, item, task: open.get(item.name), pointer };
      const supply = match.entryId === undefined ? await this.assign(tx, asked, match.providerId ?? '') : await this.supplyBy(tx, asked, match.entryId);
      said.set(item.name, supply);
    }
    return { ...plan, matches: [...said.values()] };
  }

  private async supplyBy(tx: Transaction, { plan, item, task, pointer }: Asked, entryId: string): Promise<ItemSupply> {
    const [entry] = await this.supply.byId(tx, [entryId]);
    if (entry === undefined || !isObtainable(entry, tx.ctx.node)) throw new Problem(sharingProblems.unknownEntry, fault(`${pointer}/entryId`, 'unknown-entry', entryId));
    notItsOwn(entry.provider, plan.requester, `${pointer}/entryId`);
    const settled = task === undefined ? null : await this.settle(tx, task, entry);
    return { item: item.name, entryId, taskId: settled };
  }

  /** Its provider has done the task; any other body need not any more. */
  private async settle(tx: Transaction, task: SupplyTask, entry: Supply): Promise<string | null> {
    const done = isSameOrganisation(task.provider, entry.provider);
    if (done) await this.recordTask.act(tx, task, 'match', { entryId: entry.id });
    else await this.recordTask.act(tx, task, 'cancel');
    return done ? task.id : null;
  }

  private async assign(tx: Transaction, { plan, item, task, pointer }: Asked, providerId: string): Promise<ItemSupply> {
    const provider = await this.bodies.find(tx, providerId);
    if (provider === undefined) throw new Problem(problems.invalidInput, fault(`${pointer}/providerId`, 'unknown-organisation', providerId));
    notItsOwn(provider, plan.requester, `${pointer}/providerId`);
    if (task !== undefined && isSameOrganisation(task.provider, provider)) return { item: item.name, entryId: null, taskId: task.id };
    if (task !== undefined) await this.recordTask.act(tx, task, 'cancel');
    const { id } = await this.recordTask.assign(tx, { id: randomUUID(), planId: plan.id, year: plan.year, item, requester: plan.requester, provider });
    return { item: item.name, entryId: null, taskId: id };
  }
}

interface Asked {
  readonly plan: DemandPlan;
  readonly item: PlanItem;
  readonly task: SupplyTask | undefined;
  readonly pointer: string;
}

function notItsOwn(provider: Party, requester: Party, pointer: string): void {
  if (isSameOrganisation(provider, requester)) throw new Problem(sharingProblems.ownData, fault(pointer, 'own-data', provider.name));
}
