import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Problem, problems, type ProblemWire } from '@gongshu/contracts';
import { childTrace, type Metrics, problemFromError, traceId, type UpstreamClient } from '@gongshu/service-kit';
import type { Admission } from '../admission/admission.js';
import type { ProgressWatch } from '../admission/progress-watch.js';
import { languageOf } from '../problems/language.js';
import { renderProblem, sendRendered } from '../problems/render-problem.js';
import { acceptedForm } from '../reading/accepted-form.js';
import { bearerToken } from '../reading/bearer-token.js';
import { queryOf } from '../reading/parse-parameters.js';
import { singleHeader } from '../reading/single-header.js';
import { readBrowseCall } from './browse-calls.js';
import { deliver } from './deliver.js';
import { rowsCall } from './exchange-call.js';
import { exchangePlan } from './exchange-plan.js';
import { readFileCall, readPackageCall, type ReadCall } from './file-calls.js';
import type { GovernedCalls } from './governed-calls.js';
import type { ImportDesk } from './import-desk.js';
import type { DataForm, LaneCall } from './lane-call.js';
import type { PermitDesk } from './permit-desk.js';
import type { ProxiedCalls } from './proxied-calls.js';
import { readDataCall } from './read-data-call.js';

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
  readonly admission: Admission;
  readonly progress: ProgressWatch;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

type Refusal = Problem | ProblemWire;
type Kind = 'governed' | 'open' | 'upload' | 'import';
interface Route {
  readonly kind: Kind;
  readonly form?: DataForm;
  /** Of an upload: what takes it at the exchange. */
  readonly into?: 'versions' | 'records';
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  readonly path: RegExp;
}

const ROUTES: readonly Route[] = [
  { kind: 'governed', form: 'ROWS', methods: ['GET'], path: /^\/v1\/data\/([^/]*)\/rows$/ },
  { kind: 'governed', form: 'FILE', methods: ['GET', 'HEAD'], path: /^\/v1\/data\/([^/]*)\/file$/ },
  { kind: 'governed', form: 'BROWSE', methods: ['GET'], path: /^\/v1\/data\/([^/]*)\/browse$/ },
  { kind: 'governed', form: 'PACKAGE', methods: ['POST'], path: /^\/v1\/grants\/([^/]*)\/offline-packages$/ },
  { kind: 'governed', form: 'PACKAGE', methods: ['GET', 'HEAD'], path: /^\/v1\/grants\/([^/]*)\/offline-packages\/([^/]*)\/file$/ },
  { kind: 'open', form: 'ROWS', methods: ['GET'], path: /^\/v1\/open\/data\/([^/]*)\/rows$/ },
  { kind: 'open', form: 'FILE', methods: ['GET', 'HEAD'], path: /^\/v1\/open\/data\/([^/]*)\/file$/ },
  { kind: 'upload', into: 'versions', methods: ['POST'], path: /^\/v1\/data-sets\/([^/]*)\/versions$/ },
  { kind: 'upload', into: 'records', methods: ['POST'], path: /^\/v1\/data-sets\/([^/]*)\/records$/ },
  { kind: 'import', methods: ['POST'], path: /^\/v1\/catalogue-imports$/ },
];
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,100}\s*(;|$)/;
/** What a sender says of its file besides its type. */
const OF_THE_FILE = ['idempotency-key', 'content-encoding', 'x-file-name', 'content-digest', 'x-content-sha256'] as const;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Takes what moves data before the router sees it; everything else is the REST API's. */
export class FastLane {
  constructor(private readonly parts: LaneParts) {}

  /** True when the call is the lane's. `publicOnly`: of the lane only open data. `caller`: for whom it counts. */
  take(request: IncomingMessage, response: ServerResponse, publicOnly: boolean, caller: string): boolean {
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
      void this.answer(call, route, caller, match[1] ?? '', match[2]);
      return true;
    }
    return false;
  }

  private async answer(call: LaneCall, route: Route, caller: string, id: string, part: string | undefined): Promise<void> {
    const { logger, metrics } = this.parts;
    const end = metrics.requests.startTimer({ service: 'gateway', subject: `data.${route.kind}` });
    let refusal: Refusal | null;
    try {
      refusal = await this.run(call, route, caller, id, part);
    } catch (error) {
      refusal = problemFromError(error, call.traceparent, logger);
    }
    if (refusal === null) {
      end({ outcome: 'ok' });
      return;
    }
    const problem = refusal instanceof Problem ? refusal.toWire(traceId(call.traceparent)) : refusal;
    end({ outcome: problem.code });
    if (problem.status === 405) call.response.setHeader('allow', route.methods.join(', '));
    if (problem.status === 416) call.response.setHeader('content-range', problem.allowed?.[0] ?? 'bytes */*');
    sendRendered(call.response, renderProblem(problem, { language: call.language, target: call.target }));
  }

  /** What costs nothing to see is refused first; everything else waits for a slot and holds it to its end. */
  private async run(call: LaneCall, route: Route, caller: string, id: string, part: string | undefined): Promise<Refusal | null> {
    const { request, response } = call;
    const { kind, methods } = route;
    if (!methods.some((method) => method === request.method)) return new Problem(problems.methodNotAllowed);
    if ((kind !== 'import' && !UUID.test(id)) || (part !== undefined && !UUID.test(part))) return new Problem(problems.notFound);
    const token = kind === 'open' ? null : bearerToken(singleHeader(request, 'authorization'));
    if (kind !== 'open' && token === null) return new Problem(problems.unauthenticated);
    const leave = await this.parts.admission.enter(caller, response);
    if (leave === null) return null;
    const unwatch = this.parts.progress.watch(request, response);
    try {
      return await this.serve(call, route, token, id, part);
    } finally {
      unwatch();
      leave();
    }
  }

  private async serve(call: LaneCall, { kind, form = 'ROWS', into = 'versions' }: Route, token: string | null, id: string, part: string | undefined): Promise<Refusal | null> {
    const { request } = call;
    const { exchangeUrl, upstreamGatewayUrl, governed, proxied } = this.parts;
    if (kind === 'import') {
      await this.parts.imports.run(call, token ?? '');
      return null;
    }
    if (kind === 'upload') {
      if (!MEDIA_TYPE.test(singleHeader(request, 'content-type') ?? '')) return new Problem(problems.unsupportedMediaType);
      return upstreamGatewayUrl === '' ? this.upload(call, `${into}/${id}`) : proxied.run(call, upstreamGatewayUrl, request);
    }
    const { asked, through } = this.readCall(call, form, part);
    if (upstreamGatewayUrl !== '') return proxied.run(call, upstreamGatewayUrl);
    if (kind === 'governed') return governed.run(call, token ?? '', id, form, asked, through);
    const useless = (['columns', 'scenario', 'purpose'] as const).find((name) => asked[name] !== undefined);
    if (useless !== undefined) {
      return new Problem(problems.invalidInput, { errors: [{ pointer: `/${useless}`, code: 'unknown', detail: 'open data is given as it is' }] });
    }
    const { ticket, problem } = await this.parts.desk.takeOpen(id);
    if (ticket === null) return problem as ProblemWire;
    const { path, headers, ...rest } = through;
    const fetching = { ...rest, url: new URL(`${exchangeUrl}${path}`), headers: { ...headers, 'x-permit-ticket': ticket, traceparent: call.traceparent } };
    return refusalOf(await deliver(this.parts.exchange, fetching, call.response, exchangePlan({ traceparent: call.traceparent }, request.method === 'HEAD')));
  }

  private readCall(call: LaneCall, form: DataForm, part: string | undefined): ReadCall {
    const { request } = call;
    const readRest = (query: string) => readDataCall(query, { scenarioHeader: singleHeader(request, 'x-application-scenario'), purposeHeader: singleHeader(request, 'x-purpose') });
    switch (form) {
      case 'FILE':
        return readFileCall(call, readRest);
      case 'BROWSE':
        return readBrowseCall(call, readRest);
      case 'PACKAGE':
        return readPackageCall(call, part, readRest);
      case 'ROWS': {
        const asked = readRest(call.query);
        return { asked, through: rowsCall(asked, acceptedForm(singleHeader(request, 'accept'))) };
      }
    }
  }

  /** A data set's new version, or a window of its stream, on its way to the exchange: as fast as the exchange takes it. */
  private async upload({ request, response, traceparent, query }: LaneCall, path: string): Promise<Refusal | null> {
    const stated = OF_THE_FILE.flatMap((name) => {
      const value = singleHeader(request, name);
      return value === undefined ? [] : [[name, value] as const];
    });
    const headers = {
      ...Object.fromEntries(stated),
      authorization: singleHeader(request, 'authorization') ?? '',
      'content-type': singleHeader(request, 'content-type') ?? '',
      traceparent,
    };
    const url = new URL(`${this.parts.exchangeUrl}/${path}${query === '' ? '' : `?${query}`}`);
    const upload = { method: 'POST', url, headers, body: request, silenceMilliseconds: 120_000 } as const;
    return refusalOf(await deliver(this.parts.exchange, upload, response, exchangePlan({ traceparent })));
  }
}

function refusalOf(end: Awaited<ReturnType<typeof deliver>>): Refusal | null {
  return 'refused' in end ? end.refused : null;
}
