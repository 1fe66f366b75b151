import { Injectable } from '@nestjs/common';
import { Problem, problems, safetyStopLifted, sharingProblems, type LiftSafetyStop as Lifting, type SafetyStopView } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { StopGrants } from '../grant/stop-grants.js';
import { safetyStopView, type SafetyStop } from './safety-stop.js';
import { SafetyStopStore } from './safety-stop.store.js';
import { stoppingSource } from './stopping-party.js';
import { TellSafetyStop } from './tell-safety-stop.js';

/** The danger is over: calls are judged by their grants again. */
@Injectable()
export class LiftSafetyStop {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly stops: SafetyStopStore,
    private readonly stopGrants: StopGrants,
    private readonly tell: TellSafetyStop,
  ) {}

  async run(ctx: RequestContext, input: Lifting): Promise<SafetyStopView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const found = await this.stops.find(tx, input.id);
        const entry = found === undefined ? undefined : await this.stops.lockEntry(tx, found.entryId);
        // Read again under the lock: somebody else may have lifted it meanwhile.
        const stop = await this.stops.find(tx, input.id);
        if (entry === undefined || stop === undefined) throw new Problem(problems.notFound);
        stoppingSource(this.regulation.pack, ctx, entry.provider);
        if (stop.liftedAt !== null) throw new Problem(sharingProblems.stopLifted);
        const lifted: SafetyStop = { ...stop, liftedAt: ctx.now, liftedReasons: input.reasons };
        await this.stops.save(tx, lifted);
        const holders = await this.stopGrants.run(tx, entry.id, ctx.node.code, null);
        this.tell.run(tx, safetyStopLifted, lifted, entry, holders);
        return safetyStopView(lifted);
      },
      input,
    );
  }
}
