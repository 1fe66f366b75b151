import { Controller } from '@nestjs/common';
import {
  actOnNegativeListApplication,
  ActOnNegativeListApplication as Act,
  applyForNegativeList,
  ApplyForNegativeList as Application,
  findNegativeList,
  FindNegativeList as ListQuestion,
  findNegativeListApplications,
  FindNegativeListApplications as Search,
  getNegativeListApplication,
  NegativeListApplicationId,
  type NegativeListApplicationPage,
  type NegativeListApplicationView,
  type NegativeListPage,
} from '@gongshu/contracts';
import { Answers, NodeRegulation, type RequestContext } from '@gongshu/service-kit';
import { ActOnCase } from './act-on-case.js';
import { negativeListView, type ClassificationCase } from './classification-case.js';
import { FindCases } from './find-cases.js';
import { OpenCase } from './open-case.js';

@Controller()
export class NegativeListController {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly opening: OpenCase,
    private readonly acting: ActOnCase,
    private readonly finding: FindCases,
  ) {}

  @Answers(applyForNegativeList)
  apply(input: Application, ctx: RequestContext): Promise<NegativeListApplicationView> {
    const { entryId, reasons, legalBasis: notSharedBasis } = input;
    return this.opening.run(ctx, { kind: 'NEGATIVE_LIST', entryId, wanted: { sharingType: 'NOT_SHARED', notSharedBasis }, reasons }, this.viewAt(ctx), input);
  }

  @Answers(actOnNegativeListApplication)
  act(input: Act, ctx: RequestContext): Promise<NegativeListApplicationView> {
    return this.acting.run(ctx, 'NEGATIVE_LIST', input, this.viewAt(ctx));
  }

  @Answers(getNegativeListApplication)
  get({ id }: NegativeListApplicationId, ctx: RequestContext): Promise<NegativeListApplicationView> {
    return this.finding.one(ctx, 'NEGATIVE_LIST', id, negativeListView);
  }

  @Answers(findNegativeListApplications)
  find(input: Search, ctx: RequestContext): Promise<NegativeListApplicationPage> {
    return this.finding.page(ctx, 'NEGATIVE_LIST', input, negativeListView);
  }

  @Answers(findNegativeList)
  list(input: ListQuestion, ctx: RequestContext): Promise<NegativeListPage> {
    return this.finding.negativeList(ctx, input);
  }

  private viewAt({ now }: RequestContext) {
    return (applied: ClassificationCase): NegativeListApplicationView => negativeListView(applied, this.regulation.packOf(applied.standing), now);
  }
}
