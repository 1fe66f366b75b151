import { machine, median, nodeUpstream, readOptions, runBench, say, spread, startInterfaceCity, stationRows, timed, treeSeconds, type GrantedCall, type InterfaceCity } from '@gongshu/bench-platform';
import { fairShares } from './fair-shares.js';
import { openLoop, type OpenLoopResult, type PatientResult } from './open-loop.js';

/** Shares of the offered load: from one that asks for less than its fair part to one that asks for two thirds of everything. */
const GREED = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.685] as const;
const WARM_UP_SECONDS = 3;

/** What the scenarios differ in. */
interface Scenario {
  readonly gatewaySettings: Readonly<Record<string, string>>;
  /** Milliseconds the provider takes, and rows it answers. */
  readonly delay: number;
  readonly rows: number;
  /** Connections with which the peak is found, and those a client has for its share of the load. */
  readonly peakConnections: number;
  connectionsOf(perSecond: number, share: number): number;
  /** The client that does as it is told. */
  readonly patient: { readonly callers: number; readonly pauseMilliseconds: number };
}

const { rounds, seconds, slots, delay, times, bound, rows, connections } = readOptions({ rounds: 1, seconds: 10, slots: 16, delay: 40, times: 10, bound: 'slots', rows: 11, connections: 1_024 });

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  /** Slots divided by delay is the peak, far below what the processors could do. */
  slots: { gatewaySettings: { MOST_CONCURRENT_CALLS: String(slots) }, delay, rows: 1, peakConnections: slots, connectionsOf: (perSecond) => Math.ceil(perSecond), patient: { callers: 1, pauseMilliseconds: 500 } },
  /** A gateway as it is shipped, and a provider that answers at once: whoever gets a processor gets on. */
  processor: { gatewaySettings: {}, delay: 0, rows, peakConnections: 256, connectionsOf: (_perSecond, share) => Math.max(64, Math.ceil(share * connections)), patient: { callers: 512, pauseMilliseconds: 0 } },
};

interface Measured {
  /** Calls served a second, and the same to the peak. */
  readonly goodput: number;
  readonly ratio: number;
  /** What the client with the least got of its fair share. */
  readonly least: number;
  /** Ends that were neither an answer nor a refusal with Retry-After. */
  readonly silent: number;
  /** Processor time of the platform for a served call, refusals of others included, to the same at the peak. */
  readonly dearer: number;
}

interface Peak {
  readonly perSecond: number;
  /** Processor time of the platform for a call, microseconds. */
  readonly cost: number;
}

type Seconds = Readonly<Record<string, number>>;

/** Processor time of each part for a served call since then, microseconds. */
function costSince(platform: InterfaceCity, then: Seconds, served: number): { readonly all: number; readonly told: string } {
  const each = Object.entries<number>(treeSeconds(platform.pids)).map(([name, now]) => [name, ((now - (then[name] ?? 0)) * 1_000_000) / served] as const);
  return { all: each.reduce((sum, [, one]) => sum + one, 0), told: each.map(([name, one]) => `${name} ${one.toFixed(0)}`).join(', ') };
}

function tell(result: OpenLoopResult, offered: readonly number[]): Omit<Measured, 'ratio' | 'dearer'> {
  const { clients, patient, elapsedSeconds } = result;
  const perSecond = (count: number): number => count / elapsedSeconds;
  const goodput = perSecond(clients.reduce((sum, { served }) => sum + served, patient.served));
  const shares = fairShares([...offered, perSecond(patient.calls)], goodput);
  let least = 1;
  for (const [client, { sent, served, tooMany, unavailable, other, withoutRetryAfter, p50Milliseconds, p99Milliseconds }] of clients.entries()) {
    const ofShare = perSecond(served) / (shares[client] ?? Number.NaN);
    least = Math.min(least, ofShare);
    say(
      `  asks ${(offered[client] ?? 0).toFixed(0).padStart(5)} /s (sent ${perSecond(sent).toFixed(0)}), gets ${perSecond(served).toFixed(0).padStart(4)} /s = ${ofShare.toFixed(2)} of its fair share, ` +
        `p50 ${p50Milliseconds.toFixed(0)} ms, p99 ${p99Milliseconds.toFixed(0)} ms; 429 ${String(tooMany)}, 503 ${String(unavailable)}, without Retry-After ${String(withoutRetryAfter)}, other ${String(other)}`,
    );
  }
  const { calls, refused, servedOnReturn, refusedOnReturn } = patient;
  say(`  one that does as Retry-After says: ${String(calls)} calls, ${String(refused)} refused; of those who came back ${String(servedOnReturn)} were served, ${String(refusedOnReturn)} refused again`);
  return { goodput, least, silent: clients.reduce((sum, { withoutRetryAfter, other }) => sum + withoutRetryAfter + other, 0) };
}

await runBench(async (keep) => {
  const scenario = SCENARIOS[bound];
  if (scenario === undefined) throw new Error(`--bound is one of ${Object.keys(SCENARIOS).join(', ')}, not "${bound}"`);
  const platform = await keep(() => startInterfaceCity('overload', { requesters: GREED.length + 1, gatewaySettings: scenario.gatewaySettings }));
  const source = await keep(() => nodeUpstream(stationRows(scenario.rows), scenario.delay));
  const entryId = await platform.register(`http://127.0.0.1:${String(source.port)}/rows.json`);
  const [patient, ...clients] = await platform.grant(entryId);
  say(`${machine()}, ${await platform.city.durability()}`);
  say(bound === 'slots' ? `${String(slots)} slots, a provider that takes ${String(delay)} ms: at most ${((slots * 1_000) / delay).toFixed(0)} calls a second` : `Settings as shipped, a provider that answers at once with ${String(scenario.rows)} rows`);
  // The same generator as for the load: it takes of the same processors.
  const closedLoop = async (call: GrantedCall, time: number): Promise<PatientResult> => (await openLoop({ clients: [], patient: { ...call, callers: scenario.peakConnections, pauseMilliseconds: 0 }, seconds: time })).patient;
  const peakOf = async (call: GrantedCall): Promise<Peak> => {
    const used = treeSeconds(platform.pids);
    const { result, foreign } = await timed(() => closedLoop(call, seconds));
    const perSecond = result.served / seconds;
    const cost = costSince(platform, used, result.served);
    say(`Peak, closed loop, c=${String(scenario.peakConnections)}: ${perSecond.toFixed(0)} /s, CPU µs a call: ${cost.told}; refused ${String(result.refused)}, foreign ${foreign.toFixed(2)} CPU`);
    return { perSecond, cost: cost.all };
  };
  await closedLoop(patient, WARM_UP_SECONDS);
  const measured: Measured[] = [];
  let before = await peakOf(patient);
  for (let round = 0; round < rounds; round += 1) {
    const offered = GREED.map((share) => share * times * before.perSecond);
    const order = clients.map((call, client) => ({ ...call, perSecond: offered[client] ?? 0, connections: scenario.connectionsOf(offered[client] ?? 0, GREED[client] ?? 0) }));
    const used = treeSeconds(platform.pids);
    const { result, foreign } = await timed(() => openLoop({ clients: order, patient: { ...patient, ...scenario.patient }, seconds }));
    const cost = costSince(platform, used, result.clients.reduce((sum, { served }) => sum + served, result.patient.served));
    say(`Offered ${String(times)} times the peak, open loop, ${String(GREED.length)} clients with ${String(order.reduce((sum, one) => sum + one.connections, 0))} connections; CPU µs a served call: ${cost.told}; foreign ${foreign.toFixed(2)} CPU:`);
    const { goodput, least, silent } = tell(result, offered);
    // Before and after, because machines drift.
    const after = await peakOf(patient);
    measured.push({ goodput, ratio: goodput / ((before.perSecond + after.perSecond) / 2), least, silent, dearer: cost.all / ((before.cost + after.cost) / 2) });
    before = after;
  }
  const ratios = measured.map(({ ratio }) => ratio);
  const leasts = measured.map(({ least }) => least);
  const silent = measured.reduce((sum, one) => sum + one.silent, 0);
  say(`Goodput ${spread(measured.map(({ goodput }) => goodput), 0)} /s = ${spread(ratios)} of the peak (aim 0.90), processor time for a served call ${spread(measured.map(({ dearer }) => dearer))} of that at the peak; least share ${spread(leasts)} (aim 0.80); refusals without a word ${String(silent)} (aim 0)`);
  if (median(ratios) < 0.9 || median(leasts) < 0.8 || silent > 0) process.exitCode = 1;
});
