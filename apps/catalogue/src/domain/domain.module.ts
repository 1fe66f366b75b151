import { Module } from '@nestjs/common';
import { EntrySurvey } from '../entry/entry-survey.js';
import { AssignResponsibility } from '../responsibility/assign-responsibility.js';
import { Responsibilities } from '../responsibility/responsibilities.js';
import { AssignDomains } from './assign-domains.js';
import { DomainController } from './domain.controller.js';
import { DomainRules } from './domain-rules.js';
import { DomainStore } from './domain.store.js';
import { FindDomains } from './find-domains.js';

/** Responsibility domains: which department provides the data of which field of work. */
@Module({
  controllers: [DomainController],
  providers: [DomainRules, FindDomains, AssignDomains, DomainStore, Responsibilities, AssignResponsibility, EntrySurvey],
  exports: [DomainRules],
})
export class DomainModule {}
