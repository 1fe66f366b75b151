import { setTimeout as delay } from 'node:timers/promises';
import { percentile } from '@gongshu/bench-platform';
import type { ClientOrder, ClientResult, OpenLoopOrder, OpenLoopResult, PatientOrder, PatientResult } from './open-loop.js';
import { RawConnection, type RawAnswer } from './raw-connection.js';

/* An open-loop load generator: calls leave at their time, whether those before them have been answered or not. */

const TICK_MILLISECONDS = 5;
/** What is answered later than this after the end is not waited for. */
const LAST_ANSWERS_MILLISECONDS = 5_000;

async function impatient({ url, headers, perSecond, connections }: ClientOrder, end: number): Promise<ClientResult> {
  const address = new URL(url);
  const all: RawConnection[] = [];
  const free: RawConnection[] = [];
  const took: number[] = [];
  const tally = { sent: 0, served: 0, tooMany: 0, unavailable: 0, other: 0, withoutRetryAfter: 0 };
  const began = performance.now();
  let due = 0;
  let underWay = 0;
  const connection = (): RawConnection | undefined => {
    for (let one = free.pop(); one !== undefined; one = free.pop()) if (one.usable) return one;
    if (underWay >= connections) return undefined;
    const opened = RawConnection.to(address, headers);
    all.push(opened);
    return opened;
  };
  const count = ({ status, retryAfterSeconds }: RawAnswer, dueAt: number): void => {
    // What is answered after the time is up is no goodput of that time.
    if (performance.now() > end) return;
    if (status === 200) {
      tally.served += 1;
      took.push(performance.now() - dueAt);
    } else if (status === 429) tally.tooMany += 1;
    else if (status === 503) tally.unavailable += 1;
    else tally.other += 1;
    if ((status === 429 || status === 503) && !(retryAfterSeconds !== null && retryAfterSeconds >= 1)) tally.withoutRetryAfter += 1;
  };
  const send = (): void => {
    while (tally.sent < due) {
      const one = connection();
      if (one === undefined) return;
      const dueAt = began + (tally.sent * 1_000) / perSecond;
      tally.sent += 1;
      underWay += 1;
      one.call((answer) => {
        underWay -= 1;
        free.push(one);
        count(answer, dueAt);
        if (performance.now() < end) send();
      });
    }
  };
  for (; performance.now() < end; await delay(TICK_MILLISECONDS)) {
    due = Math.floor(((performance.now() - began) / 1_000) * perSecond);
    send();
  }
  for (let waited = 0; underWay > 0 && waited < LAST_ANSWERS_MILLISECONDS; waited += TICK_MILLISECONDS) await delay(TICK_MILLISECONDS);
  for (const one of all) one.close();
  return { ...tally, p50Milliseconds: percentile(took, 0.5), p99Milliseconds: percentile(took, 0.99) };
}

async function patient({ url, headers, callers, pauseMilliseconds }: PatientOrder, end: number): Promise<PatientResult> {
  const tally = { calls: 0, served: 0, refused: 0, servedOnReturn: 0, refusedOnReturn: 0 };
  const caller = async (): Promise<void> => {
    const connection = RawConnection.to(new URL(url), headers);
    for (let returning = false; performance.now() < end && connection.usable; ) {
      const { status, retryAfterSeconds } = await new Promise<RawAnswer>((resolve) => connection.call(resolve));
      const served = status === 200;
      if (performance.now() > end) break;
      tally.calls += 1;
      if (served) tally.served += 1;
      else tally.refused += 1;
      if (returning && served) tally.servedOnReturn += 1;
      if (returning && !served) tally.refusedOnReturn += 1;
      returning = !served;
      const pause = returning ? (retryAfterSeconds ?? 0) * 1_000 : pauseMilliseconds;
      if (pause > 0) await delay(Math.min(pause, Math.max(0, end - performance.now())));
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return tally;
}

process.once('message', ({ clients, patient: told, seconds }: OpenLoopOrder) => {
  const end = performance.now() + seconds * 1_000;
  void Promise.all([Promise.all(clients.map((client) => impatient(client, end))), patient(told, end)]).then(([results, tally]) => {
    const result: OpenLoopResult = { elapsedSeconds: seconds, clients: results, patient: tally };
    process.send?.(result, () => process.exit(0));
  });
});
