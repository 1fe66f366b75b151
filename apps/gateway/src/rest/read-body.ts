import { Problem, problems, type HttpBinding } from '@gongshu/contracts';
import { parseParameters } from '../reading/parse-parameters.js';

const DEEPEST = 32;
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * The body of a request as an object. No body is an empty object.
 *
 * @throws Problem 415 for another content type than the route takes, 400 for what is no JSON object or form in UTF-8, is nested deeper than any contract, or reaches for a prototype
 */
export function readBody(body: unknown, contentType: string | undefined, kind: HttpBinding['body']): Record<string, unknown> {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json') return readJson(decode(body));
  if (kind === 'form' && type === 'application/x-www-form-urlencoded') return readForm(decode(body));
  throw new Problem(problems.unsupportedMediaType);
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw new Problem(problems.malformed, { detail: { zh: '请求内容不是 UTF-8', en: 'The content is not UTF-8' } });
  }
}

function readJson(text: string): Record<string, unknown> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Problem(problems.malformed, { detail: { zh: '请求内容不是 JSON', en: 'The content is not JSON' } });
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw new Problem(problems.malformed, { detail: { zh: '请求内容应为 JSON 对象', en: 'The content is to be a JSON object' } });
  refuseTraps(read);
  return read as Record<string, unknown>;
}

/** Goes through without recursion, because what it looks for is what breaks recursion. */
function refuseTraps(root: object): void {
  let level: object[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new Problem(problems.malformed, { detail: { zh: '请求内容嵌套过深', en: 'The content is nested too deeply' } });
    const next: object[] = [];
    for (const value of level) {
      if (!Array.isArray(value) && Object.hasOwn(value, '__proto__')) throw new Problem(problems.malformed);
      for (const part of Object.values(value) as unknown[]) if (typeof part === 'object' && part !== null) next.push(part);
    }
    level = next;
  }
}

function readForm(text: string): Record<string, string> {
  const parameters = parseParameters(text);
  // RFC 6749, 3.2: parameters must not be included more than once.
  if (new Set(parameters.map(([name]) => name)).size !== parameters.length) throw new Problem(problems.malformed);
  return Object.fromEntries(parameters);
}
