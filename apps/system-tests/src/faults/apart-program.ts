import { fileURLToPath } from 'node:url';
import { basePort, homeFolder, loadTopology, startPlatform, type Topology } from '@gongshu/launcher';
import { CITY, REQUESTER } from './apart-places.js';

/*
 * One node as production runs it, gateway, sharing and exchange each in a process of its own, looked after by this one: what is killed comes back. Whoever forked it is told the
 * processes, as often as it asks.
 */
const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** The city of the topology `weihai` alone, with a department that asks for data, under a pack that does not throttle whoever calls often. */
function cityAlone(): Topology {
  const { nodes, organisations, parties, ...rest } = loadTopology(ROOT, 'weihai');
  return {
    ...rest,
    nodes: nodes.filter(({ code }) => code === CITY).map((node) => ({ ...node, pack: 'hebei', ports: { extranet: 0 } })),
    organisations: organisations.filter(({ node }) => node === CITY),
    parties: [...parties.filter(({ at }) => at === CITY), { clientId: REQUESTER, organisation: `${CITY}-audit`, roles: ['DATA_ADMINISTRATOR'], at: CITY }],
  };
}

const platform = await startPlatform({
  topology: cityAlone(),
  base: homeFolder(ROOT),
  basePort: basePort(),
  fresh: false,
  postgresUrl: null,
  apart: ['sharing', 'exchange'],
  say: (line) => void process.stdout.write(`${line}\n`),
});
const stop = (): void => void platform.stop().then(() => process.exit(0), () => process.exit(1));
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.on('message', () => process.send?.({ processes: platform.processes() }));
process.send?.({ processes: platform.processes() });
