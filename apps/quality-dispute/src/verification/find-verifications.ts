import { Injectable } from '@nestjs/common';
import type { PageQuery, VerificationPage } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { verificationView } from './verification-view.js';
import { VerificationStore } from './verification.store.js';

/** The cases the caller's organisation has a part in. */
@Injectable()
export class FindVerifications {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly verifications: VerificationStore,
  ) {}

  async run(ctx: RequestContext, query: PageQuery): Promise<VerificationPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.verifications.page(tx, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, ({ position: _position, ...verification }) => verificationView(verification, this.regulation.packOf(verification.standing), ctx.now));
  }
}
