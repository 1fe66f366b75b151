import { Injectable } from '@nestjs/common';
import { Problem, sharingProblems, type InterfaceCall, type ReadInterfaceCall as Query } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { ShareableEntryStore } from './shareable-entry.store.js';

/** How a version of an interface is called, for the gateway that holds a permit for it. */
@Injectable()
export class ReadInterfaceCall {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: ShareableEntryStore,
  ) {}

  /** @throws Problem `sharing/no-source` when another version has taken its place */
  async run(ctx: RequestContext, { interfaceId, version }: Query): Promise<InterfaceCall> {
    const found = await this.unitOfWork.read(ctx, (tx) => this.entries.findCall(tx, interfaceId, version));
    if (found === undefined) throw new Problem(sharingProblems.noSource);
    return found;
  }
}
