import { Injectable } from '@nestjs/common';
import type { EntryView, ReviewEntry as Review } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { MoveEntry } from './move-entry.js';

/** The provider's reviewer passes an entry on to the authority or returns it. */
@Injectable()
export class ReviewEntry {
  constructor(private readonly moving: MoveEntry) {}

  run(ctx: RequestContext, input: Review): Promise<EntryView> {
    return this.moving.run(ctx, input, input.decision === 'PASS' ? 'pass' : 'return');
  }
}
