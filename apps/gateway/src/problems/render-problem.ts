import type { ServerResponse } from 'node:http';
import type { Bilingual, ProblemWire } from '@gongshu/contracts';
import { inWordsOf } from './fault-words.js';
import { contentLanguage, type Language } from './language.js';

export interface RenderedProblem {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ProblemOccasion {
  readonly language: Language;
  /** Request target; its query, which may hold what a log should not, is left out. */
  readonly target: string;
  /** Members of the caller's protocol, for example OAuth2's `error`. */
  readonly extra?: Readonly<Record<string, string>>;
}

export function problemType(code: string): string {
  return `urn:gongshu:problem:${code.replaceAll('/', ':')}`;
}

/** A problem as RFC 9457 says, in the caller's language. */
export function renderProblem(problem: ProblemWire, { language, target, extra }: ProblemOccasion): RenderedProblem {
  const say = (text: Bilingual | string): string => (typeof text === 'string' ? text : text[language]);
  const { code, status, title, detail, article, errors, allowed, retryAfterSeconds, id } = problem;
  const body = {
    type: problemType(code),
    title: say(title),
    status,
    ...(detail === undefined ? {} : { detail: say(detail) }),
    instance: target.split('?', 1)[0],
    code,
    ...(article === undefined ? {} : { article }),
    ...(errors === undefined ? {} : { errors: errors.map((fault) => inWordsOf(language, fault)) }),
    ...(allowed === undefined ? {} : { allowed }),
    id,
    ...extra,
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': contentLanguage(language),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 401 ? { 'www-authenticate': code === 'identity/invalid-client' ? 'Basic realm="gongshu"' : 'Bearer realm="gongshu"' } : {}),
    },
    body: JSON.stringify(body),
  };
}

/** Sends a rendered problem unless the answer has begun already; then the connection is all that can be ended. */
export function sendRendered(response: ServerResponse, { status, headers, body }: RenderedProblem): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}
