import { Injectable } from '@nestjs/common';
import { Problem, problems, type FindUploadReports as Wanted, type UploadReportId, type UploadReportList, type UploadReportView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { FindDataSet } from './find-data-set.js';
import { UploadReportStore } from './upload-report.store.js';

/** Reports are the provider's own: to everybody else there are none. */
@Injectable()
export class FindUploadReports {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly finding: FindDataSet,
    private readonly reports: UploadReportStore,
  ) {}

  async one(ctx: RequestContext, { entryId, reportId }: UploadReportId): Promise<UploadReportView> {
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.finding.ownToRead(tx, entryId);
      const report = await this.reports.load(tx, entryId, reportId);
      if (report === undefined) throw new Problem(problems.notFound);
      return report;
    });
  }

  async latest(ctx: RequestContext, { entryId, version }: Wanted): Promise<UploadReportList> {
    return this.unitOfWork.read(ctx, async (tx) => {
      await this.finding.ownToRead(tx, entryId);
      return { items: await this.reports.latest(tx, entryId, version ?? null) };
    });
  }
}
