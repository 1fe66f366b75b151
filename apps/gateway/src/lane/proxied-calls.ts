import type { Readable } from 'node:stream';
import { Problem, problems, type ProblemWire } from '@gongshu/contracts';
import type { UpstreamClient } from '@gongshu/service-kit';
import { singleHeader } from '../reading/single-header.js';
import { deliver } from './deliver.js';
import type { LaneCall } from './lane-call.js';
import { neighbourProblem } from './source-problem.js';

const TOWARDS = ['authorization', 'x-application-scenario', 'accept-language', 'content-type', 'idempotency-key'] as const;
const BACK = [
  'content-type', 'content-disposition', 'content-language', 'cache-control', 'retry-after', 'www-authenticate', 'allow', 'location',
  'x-content-type-options', 'x-permit-number', 'x-permit-id', 'x-data-version', 'traceparent',
] as const;

/** Data calls that another node's gateway answers: passed on whole, with the caller's own token, answer and refusal alike. */
export class ProxiedCalls {
  private readonly mark: string;

  constructor(
    private readonly client: UpstreamClient,
    /** Tells this door from every other, a tenant's from its parent's. */
    door: string,
  ) {
    this.mark = `gongshu-${door}`;
  }

  async run(call: LaneCall, gatewayUrl: string, body?: Readable): Promise<Problem | ProblemWire | null> {
    const { request, response, target, traceparent } = call;
    const via = singleHeader(request, 'via');
    if (via?.split(/[\s,]+/).includes(this.mark) === true) {
      return new Problem(problems.nodeUnreachable, { detail: { zh: '节点之间的转发形成环路', en: 'The call came back to this node: forwarding between nodes runs in a circle' } });
    }
    const headers: Record<string, string> = { traceparent, via: `${via === undefined ? '' : `${via}, `}1.1 ${this.mark}` };
    for (const name of TOWARDS) {
      const value = singleHeader(request, name);
      if (value !== undefined) headers[name] = value;
    }
    const url = new URL(`${gatewayUrl.replace(/\/+$/, '')}${target}`);
    const end = await deliver(
      this.client,
      { method: body === undefined ? 'GET' : 'POST', url, headers, ...(body === undefined ? {} : { body, silenceMilliseconds: 120_000 }) },
      response,
      {
        accept: (head) => ({
          status: head.status,
          headers: Object.fromEntries(BACK.flatMap((name) => {
            const value = head.headers.get(name);
            return value === undefined ? [] : [[name, value] as const];
          })),
        }),
        refuses: () => false,
        refusal: () => new Problem(problems.nodeUnreachable),
        failure: neighbourProblem,
      },
    );
    return 'refused' in end ? end.refused : null;
  }
}
