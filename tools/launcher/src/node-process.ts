import type { ServiceName } from '@gongshu/contracts';
import type { NodePlan } from './node-plan.js';

/*
 * One node in one process: all its services and its gateway, from the same modules that run one per process in production, still speaking over the bus.
 * The launcher forks it, sends the plan, and is told when the node is ready. When the launcher is gone, so is the node. A plan may also name a part of a node only.
 */

interface Stoppable {
  stop(): Promise<void>;
}

async function run(plan: NodePlan): Promise<() => Promise<void>> {
  // An access gateway has no services and need not load them.
  const [{ startGateway }, { Metrics, startService }, services] = await Promise.all([
    import('@gongshu/gateway'),
    import('@gongshu/service-kit'),
    Object.keys(plan.services).length === 0 ? null : import('./services.js'),
  ]);
  const metrics = new Metrics();
  const started: Stoppable[] = [];
  const outcomes = await Promise.allSettled(
    Object.entries(plan.services).flatMap(([name, settings]) => {
      const definition = services?.SERVICES[name as ServiceName];
      return definition === undefined ? [] : [startService(definition, { settings, metrics })];
    }),
  );
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') started.push(outcome.value);
  const stop = async (): Promise<void> => {
    // The door closes first, then the services behind it.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    if (plan.gateway !== null) started.push(await startGateway({ settings: plan.gateway, metrics }));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

let stopping: Promise<void> | null = null;
let running: Promise<() => Promise<void>> | null = null;

function stopOnce(): void {
  stopping ??= (async () => {
    const stop = await running;
    await stop?.();
  })().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

process.once('message', (plan: NodePlan) => {
  running = run(plan);
  running.then(
    () => process.send?.({ ready: true }),
    (error: unknown) => {
      process.send?.({ ready: false, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      setTimeout(() => process.exit(1), 200).unref();
    },
  );
});
process.once('disconnect', stopOnce);
process.once('SIGTERM', stopOnce);
process.once('SIGINT', () => undefined);
