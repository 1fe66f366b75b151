import { Controller } from '@nestjs/common';
import {
  compileEntry,
  decideEntry,
  DecideEntry as Decision,
  EntryContent,
  EntryId,
  findEntries,
  FindEntries as Search,
  getEntry,
  reviewEntry,
  ReviewEntry as Review,
  reviseEntry,
  ReviseEntry as Revision,
  submitEntry,
  type EntryPage,
  type EntryView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CompileEntry } from './compile-entry.js';
import { DecideEntry } from './decide-entry.js';
import { FindEntries } from './find-entries.js';
import { GetEntry } from './get-entry.js';
import { ReviewEntry } from './review-entry.js';
import { ReviseEntry } from './revise-entry.js';
import { SubmitEntry } from './submit-entry.js';

@Controller()
export class EntryController {
  constructor(
    private readonly compiling: CompileEntry,
    private readonly revising: ReviseEntry,
    private readonly submitting: SubmitEntry,
    private readonly reviewing: ReviewEntry,
    private readonly deciding: DecideEntry,
    private readonly getting: GetEntry,
    private readonly finding: FindEntries,
  ) {}

  @Answers(compileEntry)
  compile(input: EntryContent, ctx: RequestContext): Promise<EntryView> {
    return this.compiling.run(ctx, input);
  }

  @Answers(reviseEntry)
  revise(input: Revision, ctx: RequestContext): Promise<EntryView> {
    return this.revising.run(ctx, input);
  }

  @Answers(submitEntry)
  submit(input: EntryId, ctx: RequestContext): Promise<EntryView> {
    return this.submitting.run(ctx, input);
  }

  @Answers(reviewEntry)
  review(input: Review, ctx: RequestContext): Promise<EntryView> {
    return this.reviewing.run(ctx, input);
  }

  @Answers(decideEntry)
  decide(input: Decision, ctx: RequestContext): Promise<EntryView> {
    return this.deciding.run(ctx, input);
  }

  @Answers(getEntry)
  get(input: EntryId, ctx: RequestContext): Promise<EntryView> {
    return this.getting.run(ctx, input);
  }

  @Answers(findEntries)
  find(input: Search, ctx: RequestContext): Promise<EntryPage> {
    return this.finding.run(ctx, input);
  }
}
