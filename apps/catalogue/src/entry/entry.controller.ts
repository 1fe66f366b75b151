import { Controller } from '@nestjs/common';
import {
  actOnEntry,
  ActOnEntry as Act,
  compareEntryVersions,
  CompareVersions,
  compileEntry,
  EntryContent,
  EntryId,
  findEntries,
  FindEntries as Search,
  findEntryVersions,
  getEntry,
  GetEntry as Question,
  openEntryChange,
  OpenEntryChange,
  reviseEntry,
  ReviseEntry as Revision,
  withdrawEntry,
  WithdrawEntry as Withdrawal,
  type EntryPage,
  type EntryVersions,
  type EntryView,
  type VersionDifferences,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnEntry } from './act-on-entry.js';
import { CompileEntry } from './compile-entry.js';
import { FindEntries } from './find-entries.js';
import { FindVersions } from './find-versions.js';
import { GetEntry } from './get-entry.js';
import { OpenChange } from './open-change.js';
import { ReviseEntry } from './revise-entry.js';
import { WithdrawEntry } from './withdraw-entry.js';

@Controller()
export class EntryController {
  constructor(
    private readonly compiling: CompileEntry,
    private readonly revising: ReviseEntry,
    private readonly acting: ActOnEntry,
    private readonly opening: OpenChange,
    private readonly withdrawing: WithdrawEntry,
    private readonly getting: GetEntry,
    private readonly finding: FindEntries,
    private readonly versions: FindVersions,
  ) {}

  @Answers(compileEntry)
  compile(input: EntryContent, ctx: RequestContext): Promise<EntryView> {
    return this.compiling.run(ctx, input);
  }

  @Answers(reviseEntry)
  revise(input: Revision, ctx: RequestContext): Promise<EntryView> {
    return this.revising.run(ctx, input);
  }

  @Answers(actOnEntry)
  act(input: Act, ctx: RequestContext): Promise<EntryView> {
    return this.acting.run(ctx, input);
  }

  @Answers(openEntryChange)
  openChange(input: OpenEntryChange, ctx: RequestContext): Promise<EntryView> {
    return this.opening.run(ctx, input);
  }

  @Answers(withdrawEntry)
  withdraw(input: Withdrawal, ctx: RequestContext): Promise<EntryView> {
    return this.withdrawing.run(ctx, input);
  }

  @Answers(getEntry)
  get(input: Question, ctx: RequestContext): Promise<EntryView> {
    return this.getting.run(ctx, input);
  }

  @Answers(findEntries)
  find(input: Search, ctx: RequestContext): Promise<EntryPage> {
    return this.finding.run(ctx, input);
  }

  @Answers(findEntryVersions)
  findVersions(input: EntryId, ctx: RequestContext): Promise<EntryVersions> {
    return this.versions.list(ctx, input);
  }

  @Answers(compareEntryVersions)
  compare(input: CompareVersions, ctx: RequestContext): Promise<VersionDifferences> {
    return this.versions.compare(ctx, input);
  }
}
