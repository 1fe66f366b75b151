import type { NodePlan } from './node-plan.js';
import { startNode, type RunningNode } from './start-node.js';

/*
 * One node in one process. The launcher forks it, sends the plan, and is told when the node is ready. When the launcher is gone, so is the node.
 */

let stopping: Promise<void> | null = null;
let running: Promise<RunningNode> | null = null;

function stopOnce(): void {
  stopping ??= (async () => {
    const node = await running;
    await node?.stop();
  })().then(
    () => process.exit(0),
    () => process.exit(1),
  );
}

process.once('message', (plan: NodePlan) => {
  running = startNode(plan);
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
