import { Controller } from '@nestjs/common';
import { getManifestKeys, getOfflinePackage, OfflinePackageId, recordHandOver, RecordHandOver as HandOverToRecord, type DocumentKeys, type OfflinePackageView } from '@gongshu/contracts';
import { Answers, DocumentSigner, type RequestContext } from '@gongshu/service-kit';
import { RecordHandOver } from './record-hand-over.js';

@Controller()
export class OfflinePackageController {
  constructor(
    private readonly handOvers: RecordHandOver,
    private readonly signer: DocumentSigner,
  ) {}

  @Answers(getManifestKeys)
  async keys(): Promise<DocumentKeys> {
    return { keys: await this.signer.publicKeys() };
  }

  @Answers(getOfflinePackage)
  get(input: OfflinePackageId, ctx: RequestContext): Promise<OfflinePackageView> {
    return this.handOvers.get(ctx, input);
  }

  @Answers(recordHandOver)
  record(input: HandOverToRecord, ctx: RequestContext): Promise<OfflinePackageView> {
    return this.handOvers.run(ctx, input);
  }
}
