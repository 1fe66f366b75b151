import { Controller } from '@nestjs/common';
import {
  actOnTypeChange,
  ActOnTypeChange as Act,
  declareTypeChange,
  DeclareTypeChange as Declaration,
  findTypeChanges,
  FindTypeChanges as Search,
  getTypeChange,
  TypeChangeId,
  type TypeChangePage,
  type TypeChangeView,
} from '@gongshu/contracts';
import { Answers, NodeRegulation, type RequestContext } from '@gongshu/service-kit';
import { ActOnCase } from './act-on-case.js';
import { typeChangeView, type ClassificationCase } from './classification-case.js';
import { FindCases } from './find-cases.js';
import { OpenCase } from './open-case.js';

@Controller()
export class TypeChangeController {
  constructor(
    private readonly regulation: NodeRegulation,
    private readonly opening: OpenCase,
    private readonly acting: ActOnCase,
    private readonly finding: FindCases,
  ) {}

  @Answers(declareTypeChange)
  declare(input: Declaration, ctx: RequestContext): Promise<TypeChangeView> {
    const { id: entryId, reasons, legalBasis, ...classification } = input;
    const wanted = { ...classification, ...(legalBasis === undefined ? {} : { notSharedBasis: legalBasis }) };
    return this.opening.run(ctx, { kind: 'TYPE_CHANGE', entryId, wanted, reasons }, this.viewAt(ctx), input);
  }

  @Answers(actOnTypeChange)
  act(input: Act, ctx: RequestContext): Promise<TypeChangeView> {
    return this.acting.run(ctx, 'TYPE_CHANGE', input, this.viewAt(ctx));
  }

  @Answers(getTypeChange)
  get({ id }: TypeChangeId, ctx: RequestContext): Promise<TypeChangeView> {
    return this.finding.one(ctx, 'TYPE_CHANGE', id, typeChangeView);
  }

  @Answers(findTypeChanges)
  find(input: Search, ctx: RequestContext): Promise<TypeChangePage> {
    return this.finding.page(ctx, 'TYPE_CHANGE', input, typeChangeView);
  }

  private viewAt({ now }: RequestContext) {
    return (changed: ClassificationCase): TypeChangeView => typeChangeView(changed, this.regulation.packOf(changed.standing), now);
  }
}
