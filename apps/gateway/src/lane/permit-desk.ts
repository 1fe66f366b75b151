import type { Logger } from 'pino';
import { closePermits, takeOpenTickets, takePermits, type OpenTicketAnswer, type PermitAnswer, type PermitAsk, type PermitClosing } from '@gongshu/contracts';
import { platformContext, type Clock, type NodeIdentity, type RequestClient, type RequestContext } from '@gongshu/service-kit';
import { ClosingQueue } from './closing-queue.js';
import { NaturalBatches, type BatchLimits } from './natural-batches.js';

const LIMITS: BatchLimits = { most: 512, weight: 512 * 1024 };

/** Bytes an ask takes in a message, at most: three per character outside ASCII, and the names of its fields. */
function weightOf({ token, scenario, purpose, businessCase, columns }: PermitAsk): number {
  return 360 + token.length + 3 * (businessCase?.length ?? 0) + 3 * (scenario?.length ?? 0) + 3 * (purpose?.length ?? 0) + (columns ?? []).reduce((sum, column) => sum + 3 * column.length + 3, 0);
}

/** Where data calls get their permits and report their ends: many calls, few messages. */
export class PermitDesk {
  private readonly permits: NaturalBatches<PermitAsk, PermitAnswer>;
  private readonly tickets: NaturalBatches<string, OpenTicketAnswer>;
  private readonly closings: ClosingQueue;

  constructor(
    client: RequestClient,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    this.permits = new NaturalBatches(async (asks) => (await client.ask(takePermits, { asks: [...asks] }, this.context())).answers, LIMITS);
    this.tickets = new NaturalBatches(async (entryIds) => (await client.ask(takeOpenTickets, { entryIds: [...entryIds] }, this.context())).answers, LIMITS);
    this.closings = new ClosingQueue(async (closings) => {
      await client.ask(closePermits, { closings: [...closings] }, this.context());
    }, logger);
  }

  /** A permit or the problem that refuses it. @throws Problem when sharing cannot be asked */
  take(ask: PermitAsk): Promise<PermitAnswer> {
    return this.permits.add(ask, weightOf(ask));
  }

  takeOpen(entryId: string): Promise<OpenTicketAnswer> {
    return this.tickets.add(entryId, 40);
  }

  close(closing: PermitClosing): void {
    this.closings.add(closing);
  }

  /** Reports what is left to report, for as long as may be waited. */
  async drain(milliseconds: number): Promise<void> {
    await this.closings.drain(milliseconds);
  }

  private context(): RequestContext {
    return platformContext(this.node, this.clock, 'gateway');
  }
}
