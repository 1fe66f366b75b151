import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { chooseLoad, nodeUpstream, startGovernedPlatform } from '@gongshu/bench-governed-call';
import { fairShares } from './fair-shares.js';
import { openLoop } from './open-loop.js';
import { readOptions } from './overload-options.js';

/** Shares of the offered load: from one that asks for less than its fair part to one that asks for two thirds of everything. */
const GREED = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.685] as const;
const WARM_UP_SECONDS = 2;
const PATIENT_PAUSE_MILLISECONDS = 500;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const { seconds, slots, delayMilliseconds, times } = readOptions(process.argv.slice(2));

const platform = await startGovernedPlatform(root, { requesters: GREED.length + 1, gatewaySettings: { MOST_CONCURRENT_CALLS: String(slots) } });
process.once('SIGINT', () => void platform.stop().then(() => process.exit(130)));
try {
  const source = await nodeUpstream(JSON.stringify([{ station_code: 'WH0001', station_name: '环翠区', aqi: 20 }]), delayMilliseconds);
  try {
    const entryId = await platform.register(`http://127.0.0.1:${String(source.port)}/rows.json`);
    const [patient, ...clients] = await platform.grant(entryId);
    say(`${cpus()[0]?.model ?? 'processor'}, ${String(availableParallelism())} processors, Node.js ${process.version}, ${platform.durability}`);
    say(`${String(slots)} slots, a provider that takes ${String(delayMilliseconds)} ms: at most ${((slots * 1_000) / delayMilliseconds).toFixed(0)} calls a second`);
    const load = chooseLoad();
    await load.run({ ...patient, connections: slots, seconds: WARM_UP_SECONDS });
    const measurePeak = async (): Promise<number> => {
      const { perSecond, non2xx } = await load.run({ ...patient, connections: slots, seconds });
      say(`Peak, closed loop, c=${String(slots)}, ${load.name}: ${perSecond.toFixed(0)} /s, non-2xx ${String(non2xx)}`);
      return perSecond;
    };
    const before = await measurePeak();

    const offered = GREED.map((share) => share * times * before);
    const order = clients.map((call, client) => ({ ...call, perSecond: offered[client] ?? 0 }));
    const result = await openLoop({ clients: order, patient: { ...patient, pauseMilliseconds: PATIENT_PAUSE_MILLISECONDS }, seconds });
    const goodput = result.clients.reduce((sum, { served }) => sum + served, 0) / result.elapsedSeconds;
    const shares = fairShares(offered, goodput);
    say(`Offered ${String(times)} times the peak, open loop, ${String(GREED.length)} clients:`);
    let unfair = 1;
    for (const [client, { sent, served, tooMany, unavailable, other, withoutRetryAfter, p50Milliseconds, p99Milliseconds }] of result.clients.entries()) {
      const ofShare = served / result.elapsedSeconds / (shares[client] ?? Number.NaN);
      unfair = Math.min(unfair, ofShare);
      say(
        `  asks ${(offered[client] ?? 0).toFixed(0).padStart(5)} /s (sent ${(sent / result.elapsedSeconds).toFixed(0)}), gets ${(served / result.elapsedSeconds).toFixed(0).padStart(4)} /s = ${ofShare.toFixed(2)} of its fair share, ` +
          `p50 ${p50Milliseconds.toFixed(0)} ms, p99 ${p99Milliseconds.toFixed(0)} ms; 429 ${String(tooMany)}, 503 ${String(unavailable)}, without Retry-After ${String(withoutRetryAfter)}, other ${String(other)}`,
      );
    }
    const { calls, refused, servedOnReturn } = result.patient;
    say(`  one that does as Retry-After says: ${String(calls)} calls, ${String(refused)} refused, ${String(servedOnReturn)} of those served when they came back`);
    const silent = result.clients.reduce((sum, { withoutRetryAfter, other }) => sum + withoutRetryAfter + other, 0);
    // Before and after, because machines drift.
    const peak = (before + (await measurePeak())) / 2;
    const ratio = goodput / peak;
    say(`Goodput ${goodput.toFixed(0)} /s = ${ratio.toFixed(2)} of the peak (aim 0.90); least share ${unfair.toFixed(2)} (aim 0.80); refusals without a word ${String(silent)} (aim 0)`);
    if (ratio < 0.9 || unfair < 0.8 || silent > 0) process.exitCode = 1;
  } finally {
    await source.stop();
  }
} finally {
  await platform.stop();
}
