import { Module } from '@nestjs/common';
import { EntrySurvey } from '../entry/entry-survey.js';
import { AssignResponsibility } from '../responsibility/assign-responsibility.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { BuildDatabases } from './build-databases.js';
import { ClassController } from './class.controller.js';
import { ClassRules } from './class-rules.js';
import { ClassStore } from './class.store.js';
import { Contribute } from './contribute.js';
import { ContributionStore } from './contribution.store.js';
import { FindClasses } from './find-classes.js';
import { GovernClasses } from './govern-classes.js';
import { ResourceDatabaseStore } from './resource-database.store.js';

/** Classes of base and topic data, their lead departments, contributions to them and their databases. */
@Module({
  controllers: [ClassController],
  providers: [ClassRules, FindClasses, GovernClasses, Contribute, BuildDatabases, ClassStore, ContributionStore, ResourceDatabaseStore, Responsibilities, AssignResponsibility, EntrySurvey],
  exports: [ClassRules],
})
export class ClassModule {}
