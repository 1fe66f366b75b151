import { Controller } from '@nestjs/common';
import { actOnViolation, ActOnViolation as Act, findViolations, getViolation, PageQuery, reportViolation, ReportViolation as Report, ViolationId, type ViolationPage, type ViolationView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnViolation } from './act-on-violation.js';
import { ReadViolations } from './read-violations.js';
import { ReportViolation } from './report-violation.js';

@Controller()
export class ViolationController {
  constructor(
    private readonly reporting: ReportViolation,
    private readonly acting: ActOnViolation,
    private readonly reading: ReadViolations,
  ) {}

  @Answers(reportViolation)
  report(input: Report, ctx: RequestContext): Promise<ViolationView> {
    return this.reporting.run(ctx, input);
  }

  @Answers(actOnViolation)
  act(input: Act, ctx: RequestContext): Promise<ViolationView> {
    return this.acting.run(ctx, input);
  }

  @Answers(getViolation)
  get(input: ViolationId, ctx: RequestContext): Promise<ViolationView> {
    return this.reading.one(ctx, input);
  }

  @Answers(findViolations)
  find(input: PageQuery, ctx: RequestContext): Promise<ViolationPage> {
    return this.reading.page(ctx, input);
  }
}
