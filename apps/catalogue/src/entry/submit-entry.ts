import { Injectable } from '@nestjs/common';
import type { EntryId, EntryView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { MoveEntry } from './move-entry.js';

/** The provider hands a draft to its own reviewer. */
@Injectable()
export class SubmitEntry {
  constructor(private readonly moving: MoveEntry) {}

  run(ctx: RequestContext, input: EntryId): Promise<EntryView> {
    return this.moving.run(ctx, input, 'submit');
  }
}
