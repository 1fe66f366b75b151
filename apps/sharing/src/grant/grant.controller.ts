import { Controller } from '@nestjs/common';
import { actOnGrant, findGrants, getGrant, ActOnGrant as Act, GrantId, PageQuery, type GrantPage, type GrantView } from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ActOnGrant } from './act-on-grant.js';
import { FindGrants } from './find-grants.js';
import { GetGrant } from './get-grant.js';

@Controller()
export class GrantController {
  constructor(
    private readonly getGrant: GetGrant,
    private readonly findGrants: FindGrants,
    private readonly actOnGrant: ActOnGrant,
  ) {}

  @Answers(getGrant)
  get(input: GrantId, ctx: RequestContext): Promise<GrantView> {
    return this.getGrant.run(ctx, input);
  }

  @Answers(findGrants)
  find(input: PageQuery, ctx: RequestContext): Promise<GrantPage> {
    return this.findGrants.run(ctx, input);
  }

  @Answers(actOnGrant)
  act(input: Act, ctx: RequestContext): Promise<GrantView> {
    return this.actOnGrant.run(ctx, input);
  }
}
