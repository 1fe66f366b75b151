import { Controller } from '@nestjs/common';
import {
  CollectionProcedureContent,
  DepartmentRuleId,
  getCatalogueCompliance,
  getCollectionProcedure,
  getUpdatePolicy,
  PageQuery,
  setCollectionProcedure,
  setUpdatePolicy,
  UpdatePolicyContent,
  type CatalogueCompliance,
  type CollectionProcedureView,
  type UpdatePolicyView,
} from '@gongshu/contracts';
import { Answers, type RequestContext } from '@gongshu/service-kit';
import { ReportCatalogueCompliance } from './report-catalogue-compliance.js';
import { StateDepartmentRule } from './state-department-rule.js';

@Controller()
export class ComplianceController {
  constructor(
    private readonly rules: StateDepartmentRule,
    private readonly reporting: ReportCatalogueCompliance,
  ) {}

  @Answers(setUpdatePolicy)
  setUpdatePolicy(input: UpdatePolicyContent, ctx: RequestContext): Promise<UpdatePolicyView> {
    return this.rules.setUpdatePolicy(ctx, input);
  }

  @Answers(getUpdatePolicy)
  updatePolicy(input: DepartmentRuleId, ctx: RequestContext): Promise<UpdatePolicyView> {
    return this.rules.updatePolicy(ctx, input);
  }

  @Answers(setCollectionProcedure)
  setCollectionProcedure(input: CollectionProcedureContent, ctx: RequestContext): Promise<CollectionProcedureView> {
    return this.rules.setCollectionProcedure(ctx, input);
  }

  @Answers(getCollectionProcedure)
  collectionProcedure(input: DepartmentRuleId, ctx: RequestContext): Promise<CollectionProcedureView> {
    return this.rules.collectionProcedure(ctx, input);
  }

  @Answers(getCatalogueCompliance)
  report(input: PageQuery, ctx: RequestContext): Promise<CatalogueCompliance> {
    return this.reporting.run(ctx, input);
  }
}
