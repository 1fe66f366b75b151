import { Agent, request as send, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { Problem, problems } from '@gongshu/contracts';
import { childTrace, traceId } from '@gongshu/service-kit';
import { languageOf } from '../problems/language.js';
import { renderProblem, sendRendered } from '../problems/render-problem.js';
import { singleHeader } from '../reading/single-header.js';

const PREFIX = '/oidc/';
/** What the login reads; what a caller says of itself beyond that, addresses above all, goes no further. */
const TOWARDS = [
  'accept', 'accept-language', 'authorization', 'content-type', 'content-length', 'cookie', 'origin', 'traceparent', 'access-control-request-method', 'access-control-request-headers',
] as const;
/** Of one connection, not of the answer (RFC 9110, 7.6.1). */
const OF_THE_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'te', 'trailer', 'upgrade']);
const MOST_BYTES = 65_536;
const SILENCE_MILLISECONDS = 30_000;

/** Passes what comes below `/oidc/` on to identity's login listener and its answer back, as they are: the pages, tokens and keys are identity's. */
export class LoginLane {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64, timeout: SILENCE_MILLISECONDS });

  constructor(
    /** Identity's login listener; empty for none. */
    private readonly url: string,
    private readonly logger: Logger,
  ) {}

  /** True when the call is the login's. */
  take(request: IncomingMessage, response: ServerResponse, publicOnly: boolean): boolean {
    // People of agencies log in at the extranet; the public listener has nothing to log in to.
    if (publicOnly || this.url === '' || !(request.url ?? '').startsWith(PREFIX)) return false;
    this.pass(request, response);
    return true;
  }

  close(): void {
    this.agent.destroy();
  }

  private pass(request: IncomingMessage, response: ServerResponse): void {
    const { hostname, port } = new URL(this.url);
    const headers: OutgoingHttpHeaders = {};
    for (const name of TOWARDS) {
      const value = singleHeader(request, name);
      if (value !== undefined) headers[name] = value;
    }
    const refuse = (problem: Problem): void => {
      const trace = traceId(childTrace(singleHeader(request, 'traceparent')));
      sendRendered(response, renderProblem(problem.toWire(trace), { language: languageOf(singleHeader(request, 'accept-language')), target: request.url ?? '' }));
    };
    if (Number(headers['content-length'] ?? 0) > MOST_BYTES) {
      refuse(new Problem(problems.tooLarge));
      return;
    }
    const { method = 'GET', url: path = '/' } = request;
    const onward = send({ hostname, port, method, path, headers, agent: this.agent, timeout: SILENCE_MILLISECONDS }, (answer) => {
      const passed = Object.entries(answer.headers).filter(([name]) => !OF_THE_HOP.has(name));
      response.writeHead(answer.statusCode ?? 502, Object.fromEntries(passed));
      answer.pipe(response);
      answer.once('error', () => response.destroy());
    });
    onward.once('timeout', () => onward.destroy(new Error('the login is silent')));
    onward.on('error', (error) => {
      if (response.destroyed || response.writableEnded) return;
      this.logger.warn({ err: error }, 'the login cannot be reached');
      refuse(new Problem(problems.serviceUnreachable, { retryAfterSeconds: 5 }));
    });
    response.once('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) return;
      refuse(new Problem(problems.tooLarge));
      onward.destroy();
    });
    request.pipe(onward);
  }
}
