import type { OutgoingHttpHeaders } from 'node:http';
import { UpstreamFailure } from '@gongshu/service-kit';
import type { DeliveryPlan } from './deliver.js';
import { problemOf, sourceProblem } from './source-problem.js';

const PASSED = ['content-type', 'content-disposition', 'x-data-version', 'accept-ranges', 'content-range', 'etag', 'repr-digest', 'x-file-length'] as const;

/** How the data plane's answers are passed on: its rows with the headers they need, its refusals as the problems they are. `headOnly`: to a HEAD, where the length told is the file's. */
export function exchangePlan(own: OutgoingHttpHeaders, headOnly = false): DeliveryPlan {
  return {
    accept: ({ status, headers }) => {
      const passed = PASSED.flatMap((name) => {
        const value = headers.get(name);
        return value === undefined ? [] : [[name, value] as const];
      });
      const length = headOnly ? headers.get('x-file-length') : undefined;
      return { status, headers: { ...own, ...Object.fromEntries(passed), ...(length === undefined ? {} : { 'content-length': length }), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } };
    },
    refuses: (status) => status < 200 || status > 299,
    refusal: (body) => problemOf(body) ?? sourceProblem(new UpstreamFailure('malformed', 'the exchange refused without a problem')),
    failure: sourceProblem,
  };
}
