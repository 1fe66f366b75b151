import { Controller } from '@nestjs/common';
import { getDocumentKeys, getReceipt, Nothing, PermitOfGrant, type DocumentKeys, type SignedReceipt } from '@gongshu/contracts';
import { Answers, DocumentSigner, type RequestContext } from '@gongshu/service-kit';
import { GetReceipt } from './get-receipt.js';

@Controller()
export class ReceiptController {
  constructor(
    private readonly getReceipt: GetReceipt,
    private readonly signer: DocumentSigner,
  ) {}

  @Answers(getReceipt)
  receipt(input: PermitOfGrant, ctx: RequestContext): Promise<SignedReceipt> {
    return this.getReceipt.run(ctx, input);
  }

  @Answers(getDocumentKeys)
  async keys(_input: Nothing): Promise<DocumentKeys> {
    return { keys: await this.signer.publicKeys() };
  }
}
