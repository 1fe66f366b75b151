import { startGateway } from '@gongshu/gateway';
import type { ServiceName } from '@gongshu/contracts';
import { Metrics, startService } from '@gongshu/service-kit';
import type { NodePlan } from './node-plan.js';
import { SERVICES } from './services.js';

/*
 * One node in one process: all its services and its gateway, from the same modules that run one per process in production, still speaking over the bus.
 * The launcher forks it, sends the plan, and is told when the node is ready. When the launcher is gone, so is the node.
 */

interface Stoppable {
  stop(): Promise<void>;
}

async function run(plan: NodePlan): Promise<() => Promise<void>> {
  const metrics = new Metrics();
  const started: Stoppable[] = [];
  const services = await Promise.allSettled(
    Object.entries(plan.services).map(([name, settings]) => startService(SERVICES[name as ServiceName], { settings, metrics })),
  );
  for (const service of services) if (service.status === 'fulfilled') started.push(service.value);
  const stop = async (): Promise<void> => {
    // The door closes first, then the services behind it.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    for (const service of services) if (service.status === 'rejected') throw service.reason;
    started.push(await startGateway({ settings: plan.gateway, metrics }));
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
