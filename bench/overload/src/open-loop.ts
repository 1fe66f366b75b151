import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { GrantedCall } from '@gongshu/bench-platform';

/** What one client does: it calls so often a second, whatever becomes of its calls, as far as its connections go: what finds none free waits within the client. */
export interface ClientOrder extends GrantedCall {
  readonly perSecond: number;
  readonly connections: number;
}

/** One client that does as it is told: each of its callers has one call at a time, and after a refusal the next when Retry-After is over. */
export interface PatientOrder extends GrantedCall {
  readonly callers: number;
  readonly pauseMilliseconds: number;
}

export interface OpenLoopOrder {
  readonly clients: readonly ClientOrder[];
  readonly patient: PatientOrder;
  readonly seconds: number;
}

export interface ClientResult {
  readonly sent: number;
  readonly served: number;
  readonly tooMany: number;
  readonly unavailable: number;
  readonly other: number;
  /** Refusals that did not say when to come back. */
  readonly withoutRetryAfter: number;
  /** From when the call was due until its answer, of those served. */
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

/** Of the patient client: calls, refusals, and calls that came back as told and were served. */
export interface PatientResult {
  readonly calls: number;
  readonly served: number;
  readonly refused: number;
  readonly servedOnReturn: number;
  readonly refusedOnReturn: number;
}

export interface OpenLoopResult {
  readonly elapsedSeconds: number;
  readonly clients: readonly ClientResult[];
  readonly patient: PatientResult;
}

/** Runs the load in a process of its own. */
export async function openLoop(order: OpenLoopOrder): Promise<OpenLoopResult> {
  const child = fork(join(import.meta.dirname, 'open-loop-process.js'));
  child.send(order);
  const [result] = (await once(child, 'message')) as [OpenLoopResult];
  return result;
}
