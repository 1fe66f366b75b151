import { Injectable } from '@nestjs/common';
import type { Organisation } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { RecordOrganisation } from './record-organisation.js';

/** Registers or changes an organisation of this node's territory. */
@Injectable()
export class RegisterOrganisation {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly record: RecordOrganisation,
  ) {}

  async run(ctx: RequestContext, input: Organisation): Promise<Organisation> {
    return this.unitOfWork.run(ctx, (tx) => this.record.run(tx, input), input);
  }
}
