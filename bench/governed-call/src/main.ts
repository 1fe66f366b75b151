import { join } from 'node:path';
import {
  chooseLoad, idle, installed, machine, measure, nginxProxy, nginxUpstream, nodeProxy, nodeUpstream, readOptions, runBench, say, startInterfaceCity, stationRows, type InterfaceCity, type Keep, type Measurement, type Part, type Variant,
} from '@gongshu/bench-platform';
import { books } from './books.js';
import { lineOf, summary } from './report.js';

const GOVERNED = 'governed';
const WARM_UP_SECONDS = 2;
const ROWS_OF_A_KIBIBYTE = 11;

const { rounds, seconds, full } = readOptions({ rounds: 3, seconds: 5, full: false });

async function openVariants(platform: InterfaceCity, keep: Keep): Promise<{ direct: readonly Variant[]; entryId: string }> {
  const { folder } = platform.city;
  const withNginx = installed('nginx', '-v');
  if (!withNginx) say('nginx is not installed: the upstream is a Node.js server, and the comparison with nginx proxy_pass is left out.');
  const body = stationRows(ROWS_OF_A_KIBIBYTE);
  const upstream = await keep(() => (withNginx ? nginxUpstream(join(folder, 'upstream'), body) : nodeUpstream(body)));
  const proxies: [string, Part][] = [];
  if (withNginx) proxies.push(['nginx', await keep(() => nginxProxy(join(folder, 'proxy'), upstream.port))]);
  proxies.push(['node-proxy', await keep(() => nodeProxy(upstream.port))]);
  const entryId = await platform.register(`http://127.0.0.1:${String(upstream.port)}/rows.json`);
  return { entryId, direct: proxies.map(([name, { port, pid }]) => ({ name, pids: { [name]: pid }, order: { url: `http://127.0.0.1:${String(port)}/rows.json`, headers: {} } })) };
}

async function pass(platform: InterfaceCity, connections: number, direct: readonly Variant[], entryId: string): Promise<void> {
  const load = chooseLoad();
  const [call] = await platform.grant(entryId);
  const governed: Variant = { name: GOVERNED, pids: platform.pids, order: call };
  say(`\nc=${String(connections)}, ${String(rounds)} rounds of ${String(seconds)} s, ${load.name}`);
  let answered = 0;
  for (const variant of [...direct, governed]) {
    const { requests, non2xx } = await measure(load.run, variant, connections, WARM_UP_SECONDS);
    if (variant === governed) answered += requests - non2xx;
  }
  const measured: Measurement[][] = [];
  for (let n = 0; n < rounds; n += 1) {
    const round: Measurement[] = [];
    // Forth and back, so that a drift of the machine favours nobody.
    for (const variant of n % 2 === 0 ? [...direct, governed] : [governed, ...direct.toReversed()]) {
      const measurement = await measure(load.run, variant, connections, seconds);
      if (variant === governed) answered += measurement.requests - measurement.non2xx;
      round.push(measurement);
      say(lineOf(measurement));
    }
    measured.push(round);
  }
  say('Medians (lowest–highest); ratios within each round:');
  for (const line of summary(measured, GOVERNED)) say(line);
  const { permits, highestNumber, groups, open, outbox } = await books(platform, call.grantId);
  const sound = permits === highestNumber && permits >= answered && open === 0 && outbox === 0;
  say(`  books: ${String(answered)} answers, ${String(permits)} permits, highest number ${String(highestNumber)}, ${(permits / groups).toFixed(1)} a commit, ${String(open)} open, ${String(outbox)} events waiting: ${sound ? 'sound' : 'NOT SOUND'}`);
  if (!sound) process.exitCode = 1;
}

await runBench(async (keep) => {
  const platform = await keep(() => startInterfaceCity('governed-call'));
  const { direct, entryId } = await openVariants(platform, keep);
  say(`${machine()}, ${await platform.city.durability()}`);
  const unused = Object.entries(await idle(platform.pids, seconds)).map(([name, used]) => `${name} ${used.toFixed(3)}`);
  say(`Processors in use while nobody calls: ${unused.join(', ')}`);
  // Calls under way at once.
  for (const connections of full ? [32, 256] : [32]) await pass(platform, connections, direct, entryId);
});
