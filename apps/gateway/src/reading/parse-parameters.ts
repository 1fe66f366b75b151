import { Problem, problems } from '@gongshu/contracts';

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new Problem(problems.malformed, { detail: { zh: '百分号编码无效', en: 'Invalid percent-encoding' } });
  }
}

/**
 * The parameters of a request target or form, in their order, decoded.
 *
 * @throws Problem `input/malformed` for what is no percent-encoded UTF-8, and for names that could reach an object's prototype
 */
export function parseParameters(text: string): [name: string, value: string][] {
  const parameters: [string, string][] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    if (name === '__proto__') throw new Problem(problems.malformed);
    parameters.push([name, equals === -1 ? '' : decode(part.slice(equals + 1))]);
  }
  return parameters;
}

/** The query of a request target, without the question mark. */
export function queryOf(target: string): string {
  const start = target.indexOf('?');
  return start === -1 ? '' : target.slice(start + 1);
}
