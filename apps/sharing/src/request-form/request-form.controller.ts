import { Controller } from '@nestjs/common';
import { getSharingRequestForm, SharingRequestId, type FilePart } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { GetRequestForm } from './get-request-form.js';

@Controller()
export class RequestFormController {
  constructor(private readonly getForm: GetRequestForm) {}

  @Answers(getSharingRequestForm)
  get(input: SharingRequestId, ctx: RequestContext): Promise<FilePart> {
    return this.getForm.run(ctx, input);
  }
}
