import type { Readable } from 'node:stream';
import { Problem, problems, type ProblemWire } from '@gongshu/contracts';
import type { UpstreamClient } from '@gongshu/service-kit';
import { singleHeader } from '../reading/single-header.js';
import { deliver } from './deliver.js';
import type { LaneCall } from './lane-call.js';
import { neighbourProblem } from './source-problem.js';

/** What the sender of a document says of it. */
const OF_A_FILE = ['content-encoding', 'x-file-name', 'content-digest', 'x-content-sha256'] as const;
const TOWARDS = ['authorization', 'x-application-scenario', 'x-purpose', 'x-business-case', 'accept', 'accept-language', 'content-type', 'idempotency-key', 'range', 'if-range', ...OF_A_FILE] as const;
const BACK = [
  'content-type', 'content-disposition', 'content-language', 'cache-control', 'retry-after', 'www-authenticate', 'allow', 'location',
  'vary', 'x-content-type-options', 'x-permit-number', 'x-permit-id', 'x-provenance', 'x-row-limit', 'x-data-version', 'accept-ranges', 'content-range', 'etag', 'repr-digest', 'x-file-length', 'traceparent',
] as const;

/** Calls that another node's gateway answers: passed on whole, with the caller's own token, answer and refusal alike. */
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
    const { request } = call;
    // The other gateway is asked what a HEAD wants to know by a GET: between gateways an answer's length is that of its body.
    const headOnly = request.method === 'HEAD';
    return this.pass(call, gatewayUrl, headOnly, body);
  }

  /** A request of the REST API. A document's HEAD is asked for as a GET whose body goes nowhere. */
  async runRest(call: LaneCall, gatewayUrl: string, body?: Readable): Promise<Problem | ProblemWire | null> {
    return this.pass(call, gatewayUrl, false, body);
  }

  private async pass(call: LaneCall, gatewayUrl: string, headOnly: boolean, body: Readable | undefined): Promise<Problem | ProblemWire | null> {
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
    if (headOnly) url.searchParams.set('head', 'true');
    const sends = request.method === 'POST';
    const end = await deliver(
      this.client,
      { method: sends ? 'POST' : 'GET', url, headers, ...(sends ? { silenceMilliseconds: 120_000 } : {}), ...(body === undefined ? {} : { body }) },
      response,
      {
        accept: (head) => ({
          status: head.status,
          headers: Object.fromEntries([...BACK, ...(headOnly ? ['x-file-length'] : [])].flatMap((name, at) => {
            const value = head.headers.get(name);
            return value === undefined ? [] : [[at < BACK.length ? name : 'content-length', value] as const];
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
