import { Problem, problems, type ProblemWire } from '@gongshu/contracts';
import type { Logger } from 'pino';
import { traceId } from '../context/trace.js';
import { databaseAway } from './database-away.js';

/**
 * Every failure as the wire form of a problem. A database that is away is told as passing. What is not a refusal is a defect of ours: logged in full under the id the caller gets,
 * and told as nothing but that id.
 */
export function problemFromError(error: unknown, traceparent: string, logger: Logger): ProblemWire {
  const id = traceId(traceparent);
  if (error instanceof Problem) return error.toWire(id);
  const passing = databaseAway(error);
  if (passing === null) logger.error({ err: error, problemId: id }, 'unexpected failure');
  else logger.warn({ err: error, problemId: id }, 'the database is away');
  return (passing ?? new Problem(problems.internal)).toWire(id);
}
