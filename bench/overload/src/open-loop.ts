import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What one client does: it calls so often a second, whatever becomes of its calls. */
export interface ClientOrder {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly perSecond: number;
}

/** One client that does as it is told: one call at a time, and after a refusal the next when Retry-After is over. */
export interface PatientOrder extends Omit<ClientOrder, 'perSecond'> {
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
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

export interface OpenLoopResult {
  readonly elapsedSeconds: number;
  readonly clients: readonly ClientResult[];
  /** Of the patient client: calls, refusals, and calls that came back as told and were served. */
  readonly patient: { readonly calls: number; readonly refused: number; readonly servedOnReturn: number };
}

/** Runs the load in a process of its own. */
export async function openLoop(order: OpenLoopOrder): Promise<OpenLoopResult> {
  const child = fork(join(import.meta.dirname, 'open-loop-process.js'));
  child.send(order);
  const [result] = (await once(child, 'message')) as [OpenLoopResult];
  return result;
}
