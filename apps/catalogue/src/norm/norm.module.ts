import { Module } from '@nestjs/common';
import { EntrySurvey } from '../entry/entry-survey.js';
import { FindNorms } from './find-norms.js';
import { IssueNorms } from './issue-norms.js';
import { NormController } from './norm.controller.js';
import { NormRules } from './norm-rules.js';
import { NormStore } from './norm.store.js';
import { WhenNormIssuedAbove } from './when-norm-issued-above.js';

/** The catalogue norm and data standards. */
@Module({
  controllers: [NormController, WhenNormIssuedAbove],
  providers: [NormRules, IssueNorms, FindNorms, NormStore, EntrySurvey],
  exports: [NormRules],
})
export class NormModule {}
