import { Agent, get } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientOrder, ClientResult, OpenLoopOrder, OpenLoopResult, PatientOrder } from './open-loop.js';

/* An open-loop load generator: calls leave at their time, whether those before them have been answered or not. */

interface Answered {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly milliseconds: number;
}

const TICK_MILLISECONDS = 5;

function call(agent: Agent, { url, headers }: Pick<ClientOrder, 'url' | 'headers'>): Promise<Answered> {
  const sent = performance.now();
  return new Promise((resolve) => {
    const failed = (): void => resolve({ status: 0, retryAfterSeconds: null, milliseconds: performance.now() - sent });
    get(url, { agent, headers }, (response) => {
      const retry = response.headers['retry-after'];
      response.resume();
      response.once('error', failed);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, retryAfterSeconds: retry === undefined ? null : Number(retry), milliseconds: performance.now() - sent }));
    }).once('error', failed);
  });
}

async function impatient(order: ClientOrder, end: number): Promise<ClientResult> {
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  const under: Promise<Answered>[] = [];
  while (performance.now() < end) {
    const due = Math.floor(((performance.now() - began) / 1_000) * order.perSecond);
    while (under.length < due) under.push(call(agent, order));
    await delay(TICK_MILLISECONDS);
  }
  const answers = await Promise.all(under);
  agent.destroy();
  const count = (wanted: (answer: Answered) => boolean): number => answers.filter(wanted).length;
  const took = answers.filter(({ status }) => status === 200).map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const percentile = (share: number): number => took[Math.floor(took.length * share)] ?? Number.NaN;
  return {
    sent: answers.length,
    served: took.length,
    tooMany: count(({ status }) => status === 429),
    unavailable: count(({ status }) => status === 503),
    other: count(({ status }) => ![200, 429, 503].includes(status)),
    withoutRetryAfter: count(({ status, retryAfterSeconds }) => [429, 503].includes(status) && !(retryAfterSeconds !== null && retryAfterSeconds >= 1)),
    p50Milliseconds: percentile(0.5),
    p99Milliseconds: percentile(0.99),
  };
}

async function patient(order: PatientOrder, end: number): Promise<OpenLoopResult['patient']> {
  const agent = new Agent({ keepAlive: true });
  const tally = { calls: 0, refused: 0, servedOnReturn: 0 };
  let returning = false;
  while (performance.now() < end) {
    const { status, retryAfterSeconds } = await call(agent, order);
    tally.calls += 1;
    if (returning && status === 200) tally.servedOnReturn += 1;
    returning = status !== 200;
    if (returning) tally.refused += 1;
    await delay(Math.min(returning ? (retryAfterSeconds ?? 0) * 1_000 : order.pauseMilliseconds, Math.max(0, end - performance.now())));
  }
  agent.destroy();
  return tally;
}

process.once('message', ({ clients, patient: told, seconds }: OpenLoopOrder) => {
  const began = performance.now();
  const end = began + seconds * 1_000;
  void Promise.all([Promise.all(clients.map((client) => impatient(client, end))), patient(told, end)]).then(([results, tally]) => {
    const result: OpenLoopResult = { elapsedSeconds: seconds, clients: results, patient: tally };
    process.send?.(result, () => process.disconnect());
  });
});
