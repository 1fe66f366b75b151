import { Controller } from '@nestjs/common';
import {
  FindOpenDataSets as Wanted,
  findOpenDataSets,
  getOpenDataSet,
  OpenDataSet as Opening,
  openDataSet,
  OpenDataSetId,
  OpenDataSetPage,
  OpenDataSetView,
  OpenTickets,
  TakeOpenTickets as Asked,
  takeOpenTickets,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { FindOpenDataSets } from './find-open-data-sets.js';
import { GetOpenDataSet } from './get-open-data-set.js';
import { OpenDataSet } from './open-data-set.js';
import { TakeOpenTickets } from './take-open-tickets.js';

@Controller()
export class DataSetController {
  constructor(
    private readonly opening: OpenDataSet,
    private readonly finding: FindOpenDataSets,
    private readonly getting: GetOpenDataSet,
    private readonly taking: TakeOpenTickets,
  ) {}

  @Answers(openDataSet)
  open(input: Opening, ctx: RequestContext): Promise<OpenDataSetView> {
    return this.opening.run(ctx, input);
  }

  @Answers(findOpenDataSets)
  find(input: Wanted, ctx: RequestContext): Promise<OpenDataSetPage> {
    return this.finding.run(ctx, input);
  }

  @Answers(getOpenDataSet)
  get(input: OpenDataSetId, ctx: RequestContext): Promise<OpenDataSetView> {
    return this.getting.run(ctx, input);
  }

  @Answers(takeOpenTickets)
  takeTickets(input: Asked, ctx: RequestContext): Promise<OpenTickets> {
    return this.taking.run(ctx, input);
  }
}
