import type { ServiceName } from '@gongshu/contracts';
import type { Clock, RunningService } from '@gongshu/service-kit';
import type { NodePlan } from './node-plan.js';

/** A node, or the part of one that a plan names, in this process. */
export interface RunningNode {
  readonly services: readonly RunningService[];
  /** Port of the gateway's extranet listener; null where the plan has no gateway. */
  readonly extranetPort: number | null;
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts a plan's services, then its gateway: the same modules that run one per process in production, still speaking over the bus. Fails as a whole or runs as a whole.
 *
 * @param clock of all of them; the system's when absent
 */
export async function startNode(plan: NodePlan, clock?: Clock): Promise<RunningNode> {
  // An access gateway has no services and need not load them.
  const [{ startGateway }, { Metrics, startService }, known] = await Promise.all([
    import('@gongshu/gateway'),
    import('@gongshu/service-kit'),
    Object.keys(plan.services).length === 0 ? null : import('./services.js'),
  ]);
  const surroundings = { metrics: new Metrics(), ...(clock === undefined ? {} : { clock }) };
  const outcomes = await Promise.allSettled(
    Object.entries(plan.services).flatMap(([name, settings]) => {
      const definition = known?.SERVICES[name as ServiceName];
      return definition === undefined ? [] : [startService(definition, { settings, ...surroundings })];
    }),
  );
  const services = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const started: Stoppable[] = [...services];
  const stop = async (): Promise<void> => {
    // The door closes first, then the services behind it.
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
    const gateway = plan.gateway === null ? null : await startGateway({ settings: plan.gateway, ...surroundings });
    if (gateway !== null) started.push(gateway);
    return { services, extranetPort: gateway?.ports.extranet ?? null, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
