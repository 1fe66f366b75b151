import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readOptions, type BenchOptions } from './bench-options.js';
import { startGovernedPlatform, type GovernedPlatform } from './governed-platform.js';
import { chooseLoad, installed } from './load.js';
import { idle, measure, type Measurement, type Variant } from './measure.js';
import { nginxProxy, nginxUpstream } from './nginx.js';
import { nodeProxy, nodeUpstream, type Part } from './part.js';
import { lineOf, summary } from './report.js';

const GOVERNED = 'governed';
const WARM_UP_SECONDS = 2;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const undo: (() => Promise<void>)[] = [];
let interrupted = false;

/** A kibibyte of JSON rows with the columns of the entry. */
function rows(): string {
  const row = (n: number) => ({ station_code: `WH${String(n).padStart(4, '0')}`, station_name: `环翠区第${String(n)}监测站`, aqi: 20 + n });
  return JSON.stringify(Array.from({ length: 11 }, (_, n) => row(n + 1)));
}

/** Whatever is interrupted while it starts is stopped too. */
async function kept<T extends { stop(): Promise<void> }>(start: () => Promise<T>): Promise<T> {
  if (interrupted) throw new Error('interrupted');
  const starting = start();
  undo.push(() => starting.then((started) => started.stop(), () => undefined));
  return starting;
}

async function openVariants(platform: GovernedPlatform): Promise<{ direct: readonly Variant[]; entryId: string }> {
  const withNginx = installed('nginx', '-v');
  if (!withNginx) say('nginx is not installed: the upstream is a Node.js server, and the comparison with nginx proxy_pass is left out.');
  const body = rows();
  const upstream = await kept(() => (withNginx ? nginxUpstream(join(platform.folder, 'upstream'), body) : nodeUpstream(body)));
  const proxies: [string, Part][] = [];
  if (withNginx) proxies.push(['nginx', await kept(() => nginxProxy(join(platform.folder, 'proxy'), upstream.port))]);
  proxies.push(['node-proxy', await kept(() => nodeProxy(upstream.port))]);
  const entryId = await platform.register(`http://127.0.0.1:${String(upstream.port)}/rows.json`);
  return { entryId, direct: proxies.map(([name, { port, pid }]) => ({ name, pids: { [name]: pid }, order: { url: `http://127.0.0.1:${String(port)}/rows.json`, headers: {} } })) };
}

async function pass(platform: GovernedPlatform, options: BenchOptions, connections: number, direct: readonly Variant[], entryId: string): Promise<void> {
  const load = chooseLoad();
  const [call] = await platform.grant(entryId);
  const governed: Variant = { name: GOVERNED, pids: platform.pids, order: call };
  say(`\nc=${String(connections)}, ${String(options.rounds)} rounds of ${String(options.seconds)} s, ${load.name}`);
  let answered = 0;
  for (const variant of [...direct, governed]) {
    const { requests, non2xx } = await measure(load.run, variant, connections, WARM_UP_SECONDS);
    if (variant === governed) answered += requests - non2xx;
  }
  const rounds: Measurement[][] = [];
  for (let n = 0; n < options.rounds; n += 1) {
    const round: Measurement[] = [];
    // Forth and back, so that a drift of the machine favours nobody.
    for (const variant of n % 2 === 0 ? [...direct, governed] : [governed, ...direct.toReversed()]) {
      const measurement = await measure(load.run, variant, connections, options.seconds);
      if (variant === governed) answered += measurement.requests - measurement.non2xx;
      round.push(measurement);
      say(lineOf(measurement));
    }
    rounds.push(round);
  }
  say('Medians (lowest–highest); ratios within each round:');
  for (const line of summary(rounds, GOVERNED)) say(line);
  const { permits, highestNumber, groups, open, outbox } = await platform.books(call.grantId);
  const sound = permits === highestNumber && permits >= answered && open === 0 && outbox === 0;
  say(`  books: ${String(answered)} answers, ${String(permits)} permits, highest number ${String(highestNumber)}, ${(permits / groups).toFixed(1)} a commit, ${String(open)} open, ${String(outbox)} events waiting: ${sound ? 'sound' : 'NOT SOUND'}`);
  if (!sound) process.exitCode = 1;
}

async function stopAll(): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step().catch((error: unknown) => say(String(error)));
}

let stopping: Promise<void> | null = null;
const tidy = (): Promise<void> => (stopping ??= stopAll());

process.once('SIGINT', () => {
  interrupted = true;
  void tidy().then(() => process.exit(130));
});

try {
  const options = readOptions(process.argv.slice(2));
  const platform = await kept(() => startGovernedPlatform(fileURLToPath(new URL('../../../', import.meta.url))));
  const { direct, entryId } = await openVariants(platform);
  say(`${cpus()[0]?.model ?? 'processor'}, ${String(availableParallelism())} processors, Node.js ${process.version}, ${platform.durability}`);
  const unused = Object.entries(await idle(platform.pids, options.seconds)).map(([name, used]) => `${name} ${used.toFixed(3)}`);
  say(`Processors in use while nobody calls: ${unused.join(', ')}`);
  for (const connections of options.connections) await pass(platform, options, connections, direct, entryId);
} catch (error) {
  if (!interrupted) throw error;
} finally {
  await tidy();
}
