import { Injectable } from '@nestjs/common';
import { Problem, qualityDisputeProblems, type GiveFeedback as FeedbackGiven, type VerificationView } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext } from '@gongshu/service-kit';
import { HasDataVersion } from '../known-entry/has-data-version.js';
import { ActOnVerification } from './act-on-verification.js';

/** The provider explains the doubted data, or names the version in which they are repaired. */
@Injectable()
export class GiveFeedback {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly actOnVerification: ActOnVerification,
    private readonly hasDataVersion: HasDataVersion,
  ) {}

  run(ctx: RequestContext, input: FeedbackGiven): Promise<VerificationView> {
    const { id, outcome, explanation, repairedVersion } = input;
    const feedback = { explanation: explanation ?? null, repairedVersion: outcome === 'REPAIRED' ? (repairedVersion ?? null) : null };
    return this.unitOfWork.run(
      ctx,
      (tx) =>
        this.actOnVerification.run(tx, id, { act: outcome === 'REPAIRED' ? 'repair' : 'explain', content: feedback, feedback }, async ({ entryId }) => {
          if (feedback.repairedVersion === null || (await this.hasDataVersion.run(tx, entryId, feedback.repairedVersion))) return;
          throw new Problem(qualityDisputeProblems.unknownVersion, {
            errors: [{ pointer: '/repairedVersion', code: 'unknown-version', detail: `version ${String(feedback.repairedVersion)} of the data has not been completed` }],
          });
        }),
      input,
    );
  }
}
