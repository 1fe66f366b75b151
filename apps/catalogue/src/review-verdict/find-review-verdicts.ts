import { Injectable } from '@nestjs/common';
import { Problem, problems, type EntryVerdicts, type FindReviewVerdicts as Question } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { partiesOf } from '../entry/entry.js';
import { EntryAccess } from '../entry/entry-access.js';
import { hasPassed } from './review-items.js';
import { ReviewVerdictStore } from './review-verdict.store.js';

/** What the last review of an entry found of each data item; between the provider and its authority, as returns and their reasons are. */
@Injectable()
export class FindReviewVerdicts {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntryAccess,
    private readonly reviews: ReviewVerdictStore,
  ) {}

  async run(ctx: RequestContext, { id }: Question): Promise<EntryVerdicts> {
    const review = await this.unitOfWork.read(ctx, async (tx) => {
      if (partiesOf(await this.entries.visible(tx, id), ctx).length === 0) throw new Problem(problems.notFound);
      return this.reviews.last(tx, id);
    });
    if (review === undefined) return { items: [] };
    const { version, reviewer, reviewedAt } = review;
    return { items: review.verdicts.map((verdict) => ({ ...verdict, version, reviewer, reviewedAt, passed: hasPassed(verdict) })) };
  }
}
