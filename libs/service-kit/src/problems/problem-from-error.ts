import { Problem, problems, type ProblemWire } from '@gongshu/contracts';
import type { Logger } from 'pino';
import { traceId } from '../context/trace.js';

/** Every failure as the wire form of a problem. What is not a refusal is a defect of ours: logged in full under the id the caller gets, and told as nothing but that id. */
export function problemFromError(error: unknown, traceparent: string, logger: Logger): ProblemWire {
  const id = traceId(traceparent);
  if (error instanceof Problem) return error.toWire(id);
  logger.error({ err: error, problemId: id }, 'unexpected failure');
  return new Problem(problems.internal).toWire(id);
}
