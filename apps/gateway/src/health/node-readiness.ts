import { SERVICE_NAMES, type ServiceName } from '@gongshu/contracts';
import { platformContext, type Clock, type NodeIdentity, type RequestClient } from '@gongshu/service-kit';

/** What an access gateway needs of its parent's node. */
const NEEDED_BY_ACCESS: readonly ServiceName[] = ['identity', 'sharing', 'catalogue'];
const KEPT_MILLISECONDS = 1_000;
const PATIENCE_MILLISECONDS = 1_500;

export interface Readiness {
  readonly ready: boolean;
  /** Services that did not say they are ready. */
  readonly waitingFor: readonly ServiceName[];
}

/** Whether the node can serve: every service it needs says so over the bus. Asked at most once a second, however many ask. */
export class NodeReadiness {
  private readonly services: readonly ServiceName[];
  private asked: { readonly at: number; readonly answer: Promise<Readiness> } | null = null;

  constructor(
    private readonly client: RequestClient,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
    accessGateway: boolean,
  ) {
    this.services = accessGateway ? NEEDED_BY_ACCESS : SERVICE_NAMES;
  }

  read(): Promise<Readiness> {
    const at = performance.now();
    if (this.asked === null || at - this.asked.at > KEPT_MILLISECONDS) this.asked = { at, answer: this.ask() };
    return this.asked.answer;
  }

  private async ask(): Promise<Readiness> {
    const states = await Promise.all(this.services.map((service) => this.isReady(service)));
    const waitingFor = this.services.filter((_service, index) => states[index] !== true);
    return { ready: waitingFor.length === 0, waitingFor };
  }

  /** Whether one service says of itself that it is ready. */
  async isReady(service: ServiceName): Promise<boolean> {
    try {
      const ctx = platformContext(this.node, this.clock, 'readiness');
      const answer = await this.client.askSubject(`rq.${service}.get-health.v1`, {}, ctx, { timeoutMilliseconds: PATIENCE_MILLISECONDS });
      return (answer as { ready?: unknown }).ready === true;
    } catch {
      return false;
    }
  }
}
