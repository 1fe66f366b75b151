import { Controller } from '@nestjs/common';
import { archiveDocument, ArchiveDocument as Command, ArchiveRecordId, findArchiveRecords, getArchiveRecord, PageQuery, type ArchiveRecordPage, type ArchiveRecordView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ArchiveDocument } from './archive-document.js';
import { FindArchiveRecords } from './find-archive-records.js';

@Controller()
export class ArchiveController {
  constructor(
    private readonly archiveDocument: ArchiveDocument,
    private readonly findArchiveRecords: FindArchiveRecords,
  ) {}

  @Answers(archiveDocument)
  archive(input: Command, ctx: RequestContext): Promise<ArchiveRecordView> {
    return this.archiveDocument.run(ctx, input);
  }

  @Answers(getArchiveRecord)
  get(input: ArchiveRecordId, ctx: RequestContext): Promise<ArchiveRecordView> {
    return this.findArchiveRecords.get(ctx, input);
  }

  @Answers(findArchiveRecords)
  find(input: PageQuery, ctx: RequestContext): Promise<ArchiveRecordPage> {
    return this.findArchiveRecords.page(ctx, input);
  }
}
