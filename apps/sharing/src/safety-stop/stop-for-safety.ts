import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Problem, problems, safetyStopped, sharingProblems, type SafetyStopView, type StopForSafety as Danger } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { StopGrants } from '../grant/stop-grants.js';
import { safetyStopView, type SafetyStop } from './safety-stop.js';
import { SafetyStopStore } from './safety-stop.store.js';
import { stoppingSource } from './stopping-party.js';
import { TellSafetyStop } from './tell-safety-stop.js';

/** A danger was found: from the commit on no call on the entry is let through. */
@Injectable()
export class StopForSafety {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly stops: SafetyStopStore,
    private readonly stopGrants: StopGrants,
    private readonly tell: TellSafetyStop,
  ) {}

  async run(ctx: RequestContext, input: Danger): Promise<SafetyStopView> {
    return this.unitOfWork.run(
      ctx,
      async (tx) => {
        const entry = await this.stops.lockEntry(tx, input.id);
        if (entry === undefined) throw new Problem(problems.notFound);
        const source = stoppingSource(this.regulation.pack, ctx, entry.provider);
        if ((await this.stops.livingOn(tx, entry.id)) !== undefined) throw new Problem(sharingProblems.alreadyStopped);
        const stop: SafetyStop = { id: randomUUID(), entryId: entry.id, entryName: entry.name, reasons: input.reasons, source, stoppedAt: ctx.now, liftedAt: null, liftedReasons: null };
        await this.stops.save(tx, stop);
        const holders = await this.stopGrants.run(tx, entry.id, ctx.node.code, source);
        this.tell.run(tx, safetyStopped, stop, entry, holders);
        return safetyStopView(stop);
      },
      input,
    );
  }
}
