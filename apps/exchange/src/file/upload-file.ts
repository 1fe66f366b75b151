import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, Problem, problems, type DataSetView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { TakeDocument } from '../data-set/take-document.js';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { FileRecords } from './file-records.store.js';

export interface FileOffered {
  readonly mediaType: string;
  /** The entry's name when absent. */
  readonly name: string | null;
  /** SHA-256 the sender states, hex. */
  readonly digest: string | null;
}

/** Takes a document in as the next version: its bytes are durable before the version is. */
@Injectable()
export class UploadFile {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly documents: TakeDocument,
    private readonly files: FileRecords,
    @Inject(FILE_STORE) private readonly store: FileStore,
  ) {}

  async run(ctx: RequestContext, entryId: string, file: Readable, offered: FileOffered): Promise<DataSetView> {
    await this.unitOfWork.read(ctx, async (tx) => {
      await this.documents.mustBeAllowed(tx, entryId);
      if (!(await this.files.isDocument(tx, entryId))) throw new Problem(problems.unsupportedMediaType, { allowed: ['text/csv'] });
    });
    const bytes = await this.store.put('document', file);
    let kept = false;
    try {
      if (bytes.bytes === 0) throw new Problem(exchangeProblems.noRecord);
      if (offered.digest !== null && offered.digest !== bytes.sha256) throw new Problem(exchangeProblems.digestMismatch);
      // Under the same key the same version is answered: who was cut off before the answer may send the file again.
      return await this.unitOfWork.run(ctx, async (tx) => {
        const view = await this.documents.run(tx, entryId, bytes.sha256, (versionId, entryName) =>
          this.files.addDocument(tx, versionId, { ...bytes, name: offered.name ?? entryName, mediaType: offered.mediaType }),
        );
        kept = true;
        return view;
      }, { entryId });
    } finally {
      // A commit whose answer was lost may have kept the file after all: it then stays.
      if (!kept) await this.store.delete(bytes.key);
    }
  }
}
