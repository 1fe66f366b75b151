import { Buffer } from 'node:buffer';
import { Injectable } from '@nestjs/common';
import { LARGEST_SPREADSHEET, Problem, spreadsheetProblems, type AppendCatalogueImportPart, type CatalogueImportView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { importView } from './catalogue-import.js';
import { CatalogueImportStore } from './catalogue-import.store.js';

const ZIP_MAGIC = Buffer.from([0x50, 0x4b, 0x03, 0x04]);
const OLE_MAGIC = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** Takes the next part of a file in. A part that is here already, byte for byte, is answered as it was: whoever missed the answer may repeat it. */
@Injectable()
export class AppendPart {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
  ) {}

  async run(ctx: RequestContext, { id, offset, body }: AppendCatalogueImportPart): Promise<CatalogueImportView> {
    const bytes = Buffer.from(body, 'base64');
    if (offset + bytes.length > LARGEST_SPREADSHEET) throw new Problem(spreadsheetProblems.tooLargeFile);
    return this.unitOfWork.run(ctx, async (tx) => {
      const found = await this.imports.load(tx, id, 'FOR UPDATE');
      if (offset < found.bytesReceived) {
        const part = await this.imports.part(tx, id, offset);
        if (part?.at === offset && part.bytes.equals(bytes)) return importView(found);
      }
      if (found.state !== 'RECEIVING' || offset !== found.bytesReceived) throw new Problem(spreadsheetProblems.partMisplaced, { allowed: [String(found.bytesReceived)] });
      if (offset === 0) refuseOtherFormat(found.format, bytes);
      await this.imports.addPart(tx, id, offset, bytes);
      return importView({ ...found, bytesReceived: offset + bytes.length });
    });
  }
}

/** What the first bytes tell need not wait for the last. */
function refuseOtherFormat(format: string, bytes: Buffer): void {
  const magic = bytes.subarray(0, ZIP_MAGIC.length);
  if (magic.equals(OLE_MAGIC)) {
    throw new Problem(spreadsheetProblems.unreadableFile, { detail: { zh: '文件已加密,或者是旧的 .xls 格式:请去除密码,另存为 .xlsx', en: 'Encrypted, or an old .xls file: take the password off and save it as .xlsx' } });
  }
  if (magic.equals(ZIP_MAGIC) !== (format === 'xlsx')) throw new Problem(spreadsheetProblems.unreadableFile);
}
