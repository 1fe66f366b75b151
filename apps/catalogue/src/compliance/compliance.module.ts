import { Module } from '@nestjs/common';
import { CollectionListModule } from '../collection-list/collection-list.module.js';
import { DepartmentModule } from '../department/department.module.js';
import { ComplianceController } from './compliance.controller.js';
import { DepartmentRuleStore } from './department-rule.store.js';
import { ReportCatalogueCompliance } from './report-catalogue-compliance.js';
import { StateDepartmentRule } from './state-department-rule.js';

@Module({
  imports: [DepartmentModule, CollectionListModule],
  controllers: [ComplianceController],
  providers: [DepartmentRuleStore, StateDepartmentRule, ReportCatalogueCompliance],
  exports: [StateDepartmentRule],
})
export class ComplianceModule {}
