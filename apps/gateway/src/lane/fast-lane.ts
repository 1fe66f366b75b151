import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Problem, problems, type ProblemWire } from '@gongshu/contracts';
import { childTrace, type Metrics, problemFromError, traceId, type UpstreamClient } from '@gongshu/service-kit';
import { languageOf } from '../problems/language.js';
import { renderProblem, sendRendered } from '../problems/render-problem.js';
import { bearerToken } from '../reading/bearer-token.js';
import { queryOf } from '../reading/parse-parameters.js';
import { singleHeader } from '../reading/single-header.js';
import { deliver } from './deliver.js';
import { exchangePlan } from './exchange-plan.js';
import type { GovernedCalls } from './governed-calls.js';
import type { ImportDesk } from './import-desk.js';
import type { DataForm, LaneCall } from './lane-call.js';
import type { PermitDesk } from './permit-desk.js';
import type { ProxiedCalls } from './proxied-calls.js';
import { readDataCall, rowsQuery } from './read-data-call.js';

export interface LaneParts {
  readonly governed: GovernedCalls;
  readonly proxied: ProxiedCalls;
  readonly desk: PermitDesk;
  readonly imports: ImportDesk;
  readonly exchange: UpstreamClient;
  /** Data plane of the exchange; empty at an access gateway. */
  readonly exchangeUrl: string;
  /** The parent's gateway that answers for an access gateway; empty otherwise. */
  readonly upstreamGatewayUrl: string;
  /** Calls under way at once; beyond, 503. */
  readonly most: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

type Refusal = Problem | ProblemWire;
type Kind = 'governed' | 'open' | 'upload' | 'import';
interface Route {
  readonly kind: Kind;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
}

const ROUTES: readonly Route[] = [
  { kind: 'governed', method: 'GET', path: /^\/v1\/data\/([^/]*)\/(rows|file)$/ },
  { kind: 'open', method: 'GET', path: /^\/v1\/open\/data\/([^/]*)\/(rows|file)$/ },
  { kind: 'upload', method: 'POST', path: /^\/v1\/data-sets\/([^/]*)\/versions$/ },
  { kind: 'import', method: 'POST', path: /^\/v1\/catalogue-imports$/ },
];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Takes what moves data before the router sees it; everything else is the REST API's. */
export class FastLane {
  private underWay = 0;

  constructor(private readonly parts: LaneParts) {}

  /** True when the call is the lane's. `publicOnly`: of the lane only open data. */
  take(request: IncomingMessage, response: ServerResponse, publicOnly: boolean): boolean {
    const target = request.url ?? '';
    if (!target.startsWith('/v1/')) return false;
    const path = target.split('?', 1)[0] ?? '';
    for (const route of ROUTES) {
      if (publicOnly && route.kind !== 'open') continue;
      const match = route.path.exec(path);
      if (match === null) continue;
      const call: LaneCall = {
        request,
        response,
        target,
        query: queryOf(target),
        traceparent: childTrace(singleHeader(request, 'traceparent')),
        language: languageOf(singleHeader(request, 'accept-language')),
      };
      void this.answer(call, route, match[1] ?? '', match[2] === 'file' ? 'FILE' : 'ROWS');
      return true;
    }
    return false;
  }

  private async answer(call: LaneCall, route: Route, id: string, form: DataForm): Promise<void> {
    const { logger, metrics } = this.parts;
    const end = metrics.requests.startTimer({ service: 'gateway', subject: `data.${route.kind}` });
    this.underWay += 1;
    let refusal: Refusal | null;
    try {
      refusal = await this.run(call, route, id, form);
    } catch (error) {
      refusal = problemFromError(error, call.traceparent, logger);
    } finally {
      this.underWay -= 1;
    }
    if (refusal === null) {
      end({ outcome: 'ok' });
      return;
    }
    const problem = refusal instanceof Problem ? refusal.toWire(traceId(call.traceparent)) : refusal;
    end({ outcome: problem.code });
    if (problem.status === 405) call.response.setHeader('allow', route.method);
    sendRendered(call.response, renderProblem(problem, { language: call.language, target: call.target }));
  }

  private async run(call: LaneCall, { kind, method }: Route, id: string, form: DataForm): Promise<Refusal | null> {
    const { request } = call;
    const { exchangeUrl, upstreamGatewayUrl, most, governed, proxied } = this.parts;
    if (request.method !== method) return new Problem(problems.methodNotAllowed);
    if (this.underWay > most) return new Problem(problems.serviceUnreachable, { detail: { zh: '同时进行的数据调用过多', en: 'Too many data calls at once' }, retryAfterSeconds: 1 });
    if (kind !== 'import' && !UUID.test(id)) return new Problem(problems.notFound);
    const token = kind === 'open' ? null : bearerToken(singleHeader(request, 'authorization'));
    if (kind !== 'open' && token === null) return new Problem(problems.unauthenticated);
    if (kind === 'import') {
      await this.parts.imports.run(call, token ?? '');
      return null;
    }
    if (kind === 'upload') {
      if (!/^text\/csv\b/i.test(singleHeader(request, 'content-type') ?? '')) return new Problem(problems.unsupportedMediaType);
      return upstreamGatewayUrl === '' ? this.upload(call, id) : proxied.run(call, upstreamGatewayUrl, request);
    }
    const asked = readDataCall(call.query, singleHeader(request, 'x-application-scenario'));
    if (upstreamGatewayUrl !== '') return proxied.run(call, upstreamGatewayUrl);
    if (kind === 'governed') return governed.run(call, token ?? '', id, form, asked);
    if (asked.scenario !== undefined || asked.columns !== undefined) {
      return new Problem(problems.invalidInput, { errors: [{ pointer: asked.columns === undefined ? '/scenario' : '/columns', code: 'unknown', detail: 'open data is given as it is' }] });
    }
    const { ticket, problem } = await this.parts.desk.takeOpen(id);
    if (ticket === null) return problem as ProblemWire;
    const url = new URL(`${exchangeUrl}/rows?${rowsQuery(asked, form === 'ROWS' ? 'json' : 'csv')}`);
    const headers = { 'x-permit-ticket': ticket, traceparent: call.traceparent };
    return refusalOf(await deliver(this.parts.exchange, { method: 'GET', url, headers }, call.response, exchangePlan({ traceparent: call.traceparent })));
  }

  /** A data set's new version on its way to the exchange: of any size, as fast as the exchange takes it. */
  private async upload({ request, response, traceparent }: LaneCall, entryId: string): Promise<Refusal | null> {
    const key = singleHeader(request, 'idempotency-key');
    const headers = {
      authorization: singleHeader(request, 'authorization') ?? '',
      'content-type': singleHeader(request, 'content-type') ?? '',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      traceparent,
    };
    const url = new URL(`${this.parts.exchangeUrl}/versions/${entryId}`);
    const upload = { method: 'POST', url, headers, body: request, silenceMilliseconds: 120_000 } as const;
    return refusalOf(await deliver(this.parts.exchange, upload, response, exchangePlan({ traceparent })));
  }
}

function refusalOf(end: Awaited<ReturnType<typeof deliver>>): Refusal | null {
  return 'refused' in end ? end.refused : null;
}
