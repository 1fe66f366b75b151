import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, problems } from '@gongshu/contracts';
import { childTrace, traceId } from '@gongshu/service-kit';
import { languageOf } from '../problems/language.js';
import { renderProblem, sendRendered } from '../problems/render-problem.js';
import { singleHeader } from '../reading/single-header.js';
import { boundRequests } from '../rest/bound-requests.js';
import { pathPattern } from '../rest/route-path.js';
import type { ZoneGate } from '../zones/zone-gate.js';
import type { CallerNames } from './caller-names.js';
import { holdBack } from './hold-back.js';
import { RateLimiter, rateLimitHeaders, type RateLimit } from './rate-limiter.js';

/** Kinds of calls, each with a limit of its own. */
export type CallKind = 'data' | 'rest' | 'public';
export type RateLimits = Readonly<Record<CallKind, RateLimit>>;

interface Limited {
  readonly limit: RateLimit;
  readonly limiter: RateLimiter;
}

const DATA = /^\/v1\/(?:open\/)?data\//;
const PROBES = /^\/health\//;
const DOCUMENTS = /^\/(?:docs|v1\/openapi\.json)$/;

/** What every call passes before it is anybody's: from where it comes, and how many came before it. Of this process alone: with several replicas each has these limits for itself. */
export class Door {
  private readonly limited: ReadonlyMap<CallKind, Limited>;
  private readonly forAnybody: readonly RegExp[] = [PROBES, DOCUMENTS, /^\/v1\/open\//, ...boundRequests(true).map(({ http }) => pathPattern(http))];

  constructor(
    private readonly gate: ZoneGate,
    private readonly names: CallerNames,
    limits: RateLimits,
  ) {
    const kinds = Object.entries(limits) as [CallKind, RateLimit][];
    this.limited = new Map(kinds.filter(([, { perSecond }]) => perSecond > 0).map(([kind, limit]) => [kind, { limit, limiter: new RateLimiter(limit) }]));
  }

  /** Calls `enter` with the name the call counts for, at once wherever nothing must be asked; or refuses it. */
  pass(request: IncomingMessage, response: ServerResponse, publicOnly: boolean, enter: (caller: string) => void): void {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const address = this.gate.addressOf(request.socket.remoteAddress, singleHeader(request, 'x-forwarded-for'));
    if (!publicOnly && !this.gate.admits(address) && !this.forAnybody.some((pattern) => pattern.test(path))) {
      const trace = childTrace(singleHeader(request, 'traceparent'));
      void this.gate.refusal(address, trace).then((problem) => refuse(request, response, problem, trace));
      return;
    }
    if (PROBES.test(path)) {
      enter(address);
      return;
    }
    const isData = DATA.test(path);
    const kind = publicOnly ? 'public' : isData ? 'data' : 'rest';
    const limited = this.limited.get(kind);
    if (!isData && limited === undefined) {
      enter(address);
      return;
    }
    const name = this.names.of(request, address);
    const go = (caller: string): void => {
      if (limited === undefined || within(kind, limited, caller, request, response)) enter(caller);
    };
    if (typeof name === 'string') go(name);
    else void name.then(go);
  }
}

function within(kind: CallKind, { limit, limiter }: Limited, caller: string, request: IncomingMessage, response: ServerResponse): boolean {
  const verdict = limiter.take(caller, performance.now());
  for (const [name, value] of Object.entries(rateLimitHeaders(kind, limit, verdict))) response.setHeader(name, value);
  if (verdict.allowed) return true;
  const retryAfterSeconds = Math.ceil(verdict.waitMilliseconds / 1_000);
  if (kind === 'data') holdBack(response, caller, retryAfterSeconds);
  refuse(request, response, new Problem(problems.tooManyRequests, { retryAfterSeconds }));
  return false;
}

function refuse(request: IncomingMessage, response: ServerResponse, problem: Problem, trace = childTrace(singleHeader(request, 'traceparent'))): void {
  const rendered = renderProblem(problem.toWire(traceId(trace)), { language: languageOf(singleHeader(request, 'accept-language')), target: request.url ?? '' });
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  // A body that nobody will read is not waited for.
  if (!request.complete && (coding !== undefined || (length !== undefined && length !== '0'))) response.setHeader('connection', 'close');
  else request.resume();
  sendRendered(response, rendered);
}
