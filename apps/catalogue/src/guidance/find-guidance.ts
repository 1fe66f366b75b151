import { Injectable } from '@nestjs/common';
import { Problem, problems, type FindGuidance as Question, type GuidanceComments } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { partiesOf } from '../entry/entry.js';
import { EntryAccess } from '../entry/entry-access.js';
import { GuidanceStore } from './guidance.store.js';

/** Guidance on an entry, for the department that compiles it and its authorities. */
@Injectable()
export class FindGuidance {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryAccess,
    private readonly comments: GuidanceStore,
  ) {}

  async run(ctx: RequestContext, { id }: Question): Promise<GuidanceComments> {
    return this.unitOfWork.read(ctx, async (tx) => {
      if (partiesOf(await this.entries.visible(tx, id), ctx).length === 0) throw new Problem(problems.notFound);
      return { items: await this.comments.of(tx, id) };
    });
  }
}
