import { Injectable } from '@nestjs/common';
import { Problem, problems, type PageQuery, type ViolationId, type ViolationPage, type ViolationView } from '@gongshu/contracts';
import { cutPage, NEWEST_FIRST, NodeRegulation, pageStart, UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { auditsNode, partiesOf, violationView, type Violation } from './violation.js';
import { ViolationStore } from './violation.store.js';

/** Cases, for those who play a part in them and for auditors. */
@Injectable()
export class ReadViolations {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly regulation: NodeRegulation,
    private readonly violations: ViolationStore,
  ) {}

  async one(ctx: RequestContext, { id }: ViolationId): Promise<ViolationView> {
    const violation = await this.unitOfWork.read(ctx, (tx) => this.violations.findUnscoped(tx, id));
    if (violation === undefined || (!auditsNode(ctx, ctx.node.code) && partiesOf(violation, ctx, ctx.node.code).length === 0)) throw new Problem(problems.notFound);
    return this.viewOf(violation, ctx);
  }

  async page(ctx: RequestContext, query: PageQuery): Promise<ViolationPage> {
    const { after, limit } = pageStart(query, NEWEST_FIRST);
    const found = await this.unitOfWork.read(ctx, (tx) => this.violations.page(tx, after, limit + 1));
    return cutPage(found, limit, ({ position }) => position, (violation) => this.viewOf(violation, ctx));
  }

  private viewOf(violation: Violation, { now }: RequestContext): ViolationView {
    return violationView(violation, this.regulation.packOf(violation.standing), now);
  }
}
