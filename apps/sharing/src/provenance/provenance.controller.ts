import { Controller } from '@nestjs/common';
import { checkDocument, CheckDocument as Question, getProvenance, PermitOfGrant, type DocumentCheck, type ProvenanceView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { CheckDocument } from './check-document.js';
import { GetProvenance } from './get-provenance.js';

@Controller()
export class ProvenanceController {
  constructor(
    private readonly getProvenance: GetProvenance,
    private readonly checkDocument: CheckDocument,
  ) {}

  @Answers(getProvenance)
  get(input: PermitOfGrant, ctx: RequestContext): Promise<ProvenanceView> {
    return this.getProvenance.run(ctx, input);
  }

  @Answers(checkDocument)
  check(input: Question, ctx: RequestContext): Promise<DocumentCheck> {
    return this.checkDocument.run(ctx, input);
  }
}
