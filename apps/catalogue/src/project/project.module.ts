import { Module } from '@nestjs/common';
import { ComplianceModule } from '../compliance/compliance.module.js';
import { DepartmentModule } from '../department/department.module.js';
import { ActOnProject } from './act-on-project.js';
import { DataSupplyStore } from './data-supply.store.js';
import { JudgeProject } from './judge-project.js';
import { ProjectController } from './project.controller.js';
import { ProjectStore } from './project.store.js';
import { ProposeProject } from './propose-project.js';
import { ReportDepartmentCatalogue } from './report-department-catalogue.js';
import { WhenDataSupplied } from './when-data-supplied.js';

/** Information projects, and the data they have to supply. */
@Module({
  imports: [DepartmentModule, ComplianceModule],
  controllers: [ProjectController, WhenDataSupplied],
  providers: [ProjectStore, DataSupplyStore, ProposeProject, ActOnProject, JudgeProject, ReportDepartmentCatalogue],
})
export class ProjectModule {}
