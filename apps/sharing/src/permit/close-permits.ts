import { Injectable } from '@nestjs/common';
import type { ClosedPermits, ClosePermits as Closings } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { closingsMustBeWellFormed } from './data-path-input.js';
import { PermitStore } from './permit.store.js';

/** What was delivered under each permit. A closing that comes again, or of a permit nobody knows, changes nothing. */
@Injectable()
export class ClosePermits {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly permits: PermitStore,
  ) {}

  async run(ctx: RequestContext, { closings }: Closings): Promise<ClosedPermits> {
    closingsMustBeWellFormed(closings);
    return this.unitOfWork.run(ctx, async (tx) => ({ closed: await this.permits.close(tx, closings) }));
  }
}
