import { Controller } from '@nestjs/common';
import { findGrants, getGrant, restoreGrant, suspendGrant, GrantId, PageQuery, SuspendGrant, type GrantPage, type GrantView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ChangeGrant } from './change-grant.js';
import { FindGrants } from './find-grants.js';
import { GetGrant } from './get-grant.js';

@Controller()
export class GrantController {
  constructor(
    private readonly getGrant: GetGrant,
    private readonly findGrants: FindGrants,
    private readonly changeGrant: ChangeGrant,
  ) {}

  @Answers(getGrant)
  get(input: GrantId, ctx: RequestContext): Promise<GrantView> {
    return this.getGrant.run(ctx, input);
  }

  @Answers(findGrants)
  find(input: PageQuery, ctx: RequestContext): Promise<GrantPage> {
    return this.findGrants.run(ctx, input);
  }

  @Answers(suspendGrant)
  suspend(input: SuspendGrant, ctx: RequestContext): Promise<GrantView> {
    return this.changeGrant.run(ctx, input, 'suspend');
  }

  @Answers(restoreGrant)
  restore(input: SuspendGrant, ctx: RequestContext): Promise<GrantView> {
    return this.changeGrant.run(ctx, input, 'restore');
  }
}
