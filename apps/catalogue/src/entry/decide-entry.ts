import { Injectable } from '@nestjs/common';
import type { DecideEntry as Decision, EntryView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { MoveEntry } from './move-entry.js';

/** The data authority of the provider's level publishes an entry or returns it. */
@Injectable()
export class DecideEntry {
  constructor(private readonly moving: MoveEntry) {}

  run(ctx: RequestContext, input: Decision): Promise<EntryView> {
    return this.moving.run(ctx, input, input.decision === 'PUBLISH' ? 'publish' : 'return');
  }
}
