import { Injectable } from '@nestjs/common';
import { Problem, sharingProblems, type FilePart, type SharingRequestId } from '@gongshu/contracts';
import { NodeRegulation, type RequestContext } from '@gongshu/service-kit';
import { GetSharingRequest } from '../sharing-request/get-sharing-request.js';
import { printForm } from './print-form.js';
import { formOf, hasWrittenForm } from './request-form.js';

/** The form that the system makes of a request, to be sent in writing to the provider (jian 15). */
@Injectable()
export class GetRequestForm {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly requests: GetSharingRequest,
  ) {}

  async run(ctx: RequestContext, { id }: SharingRequestId): Promise<FilePart> {
    const request = await this.requests.seen(ctx, id);
    const pack = this.regulation.packOf(request.standing);
    if (!hasWrittenForm(pack, request.standing)) throw new Problem(sharingProblems.noWrittenForm);
    const pdf = await printForm(formOf(request, pack));
    return { contentType: 'application/pdf', body: pdf.toString('base64'), fileName: `${request.number}.pdf`, nextCursor: null };
  }
}
