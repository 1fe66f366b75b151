import { Injectable } from '@nestjs/common';
import type { PageQuery, VerificationPage } from '@gongshu/contracts';
import { NodeRegulation, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { actingOrganisation } from '../acting-organisation.js';
import { pageOf, positionOf } from '../page-cursor.js';
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

  async run(ctx: RequestContext, { limit = 50, cursor }: PageQuery): Promise<VerificationPage> {
    const acting = { organisation: actingOrganisation(ctx), roles: ctx.roles };
    const rows = await this.unitOfWork.read(ctx, (tx) => this.verifications.pageVisibleTo(tx, acting, positionOf(cursor), limit + 1));
    return pageOf(rows, limit, ({ position: _position, ...verification }) =>
      verificationView(verification, this.regulation.shelf.effective(verification.standing.packId, verification.standing.packVersion), ctx.now),
    );
  }
}
