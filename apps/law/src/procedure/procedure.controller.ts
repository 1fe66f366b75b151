import { Controller } from '@nestjs/common';
import { getLegalProcedure, GetLegalProcedure as ProcedureQuery, type LegalProcedure } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetLegalProcedure } from './get-legal-procedure.js';

@Controller()
export class ProcedureController {
  constructor(private readonly getting: GetLegalProcedure) {}

  @Answers(getLegalProcedure)
  get(input: ProcedureQuery, ctx: RequestContext): LegalProcedure {
    return this.getting.run(ctx, input);
  }
}
