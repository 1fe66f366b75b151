import { exchangeProblems, Problem, problems, type ProblemWire } from '@gongshu/contracts';
import type { UpstreamFailure } from '@gongshu/service-kit';

/** What a caller is told when the source of the data fails. The source's own words stay here: they may name inner addresses. */
export function sourceProblem(failure: UpstreamFailure): Problem {
  if (failure.kind === 'forbidden-address') return new Problem(exchangeProblems.unsafeAddress);
  return new Problem(exchangeProblems.sourceUnavailable, { retryAfterSeconds: 5 });
}

/** The same for a neighbour's gateway: here it is the node that is away. */
export function neighbourProblem(failure: UpstreamFailure): Problem {
  return new Problem(failure.kind === 'timeout' ? problems.nodeTimeout : problems.nodeUnreachable, { retryAfterSeconds: 5 });
}

function isBilingual(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

/** The problem the exchange answered with, in its wire form; null when the body is none. */
export function problemOf(body: Buffer): ProblemWire | null {
  let read: unknown;
  try {
    read = JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null) return null;
  const wire = read as Partial<ProblemWire>;
  const whole = typeof wire.code === 'string' && typeof wire.status === 'number' && wire.status >= 400 && wire.status <= 599 && isBilingual(wire.title) && typeof wire.id === 'string';
  return whole ? (wire as ProblemWire) : null;
}
