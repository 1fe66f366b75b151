import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startPlatform } from './platform.js';
import { demoCredentials } from './seed.js';
import { loadTopology } from './topology.js';

const DEFAULT_PORT = 8080;
const DEFAULT_TOPOLOGY = 'hebei';

/** The base port: GONGSHU_PORT, or 8080. */
export function basePort(): number {
  const text = process.env['GONGSHU_PORT'];
  if (text === undefined || text === '') return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_000) throw new Error(`GONGSHU_PORT 必须是 1 至 65000 的整数。 GONGSHU_PORT must be a whole number from 1 to 65000, not "${text}".`);
  return port;
}

/** The folder of a local platform's data: GONGSHU_HOME, or .gongshu in the clone. */
export function homeFolder(root: string): string {
  return resolve(process.env['GONGSHU_HOME'] ?? join(root, '.gongshu'));
}

/** `npm start`: runs a topology until Ctrl-C. */
export async function startCommand(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { topology: { type: 'string', default: DEFAULT_TOPOLOGY }, fresh: { type: 'boolean', default: false } } });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  let stopRequested = false;
  let stopPlatform: (() => Promise<void>) | null = null;
  const stop = (): void => {
    if (stopRequested) return;
    stopRequested = true;
    if (stopPlatform === null) return;
    say('\n正在停止 … Stopping …');
    stopPlatform().then(
      () => {
        say('已停止。 Stopped.');
        process.exit(0);
      },
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // Whoever forked it went without a word.
  process.once('disconnect', stop);

  try {
    const topology = loadTopology(root, values.topology);
    say(`共数 Gongshu — ${topology.title.zh} / ${topology.title.en}`);
    const platform = await startPlatform({ topology, base: homeFolder(root), basePort: basePort(), fresh: values.fresh, postgresUrl: process.env['PG_URL'] ?? null, say });
    stopPlatform = () => platform.stop();
    say(`就绪,用时 ${(platform.readyMilliseconds / 1000).toFixed(1)} 秒。 Ready in ${(platform.readyMilliseconds / 1000).toFixed(1)} s.`);
    for (const node of topology.nodes) {
      const url = (port: number): string => `http://127.0.0.1:${String(basePort() + port)}`;
      say(`  ${node.name}  ${url(node.ports.extranet)}  文档 docs ${url(node.ports.extranet)}/docs${node.ports.public === undefined ? '' : `  公众 public ${url(node.ports.public)}`}`);
    }
    say(`  演示凭据 demo credentials  ${platform.home.credentials}`);
    if (topology.demo) for (const credential of await demoCredentials(platform.home)) say(`    ${credential.clientId}  ${credential.clientSecret}  ${credential.role}  ${credential.organisation}  ${credential.gatewayUrl}`);
    say(`  日志 logs  ${platform.home.logs}`);
    say('Ctrl-C 停止。 Ctrl-C stops it.  演示 Demo: npm run demo');
    process.send?.({ ready: true, processes: platform.processes() });
    // Restarts change them: whoever forked it may ask again.
    process.on('message', () => process.send?.({ ready: true, processes: platform.processes() }));
    if (stopRequested) {
      stopRequested = false;
      stop();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
