import { Controller } from '@nestjs/common';
import { findUploadReports, getUploadReport, type FindUploadReports as Wanted, type UploadReportId, type UploadReportList, type UploadReportView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindUploadReports } from './find-upload-reports.js';

@Controller()
export class UploadReportController {
  constructor(private readonly finding: FindUploadReports) {}

  @Answers(getUploadReport)
  get(input: UploadReportId, ctx: RequestContext): Promise<UploadReportView> {
    return this.finding.one(ctx, input);
  }

  @Answers(findUploadReports)
  find(input: Wanted, ctx: RequestContext): Promise<UploadReportList> {
    return this.finding.latest(ctx, input);
  }
}
