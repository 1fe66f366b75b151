import { Controller } from '@nestjs/common';
import { DocumentKeysOf, getDocumentKeys, getReceipt, PermitOfGrant, type IssuerKeys, type SignedReceipt } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetReceipt } from './get-receipt.js';
import { ReadDocumentKeys } from './read-document-keys.js';

@Controller()
export class ReceiptController {
  constructor(
    private readonly getReceipt: GetReceipt,
    private readonly documentKeys: ReadDocumentKeys,
  ) {}

  @Answers(getReceipt)
  receipt(input: PermitOfGrant, ctx: RequestContext): Promise<SignedReceipt> {
    return this.getReceipt.run(ctx, input);
  }

  @Answers(getDocumentKeys)
  keys(input: DocumentKeysOf, ctx: RequestContext): Promise<IssuerKeys> {
    return this.documentKeys.run(ctx, input);
  }
}
