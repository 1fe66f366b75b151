import { Controller } from '@nestjs/common';
import { readInterfaceCall, type InterfaceCall, type ReadInterfaceCall as Query } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ReadInterfaceCall } from './read-interface-call.js';

@Controller()
export class InterfaceCallController {
  constructor(private readonly readInterfaceCall: ReadInterfaceCall) {}

  @Answers(readInterfaceCall)
  read(query: Query, ctx: RequestContext): Promise<InterfaceCall> {
    return this.readInterfaceCall.run(ctx, query);
  }
}
