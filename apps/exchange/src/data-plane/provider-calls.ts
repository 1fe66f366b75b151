import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { actRefused, exchangeProblems, isId, Problem, problems } from '@gongshu/contracts';
import { actMustBeInScope, CLOCK, instantOf, NODE, readIdempotencyKey, TokenVerifier, UnitOfWork, type Caller, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';

export interface ProviderCall {
  /** Its name on record, and that under which an idempotency key is kept. */
  readonly act: string;
  readonly entryId: string;
  readonly traceparent: string;
}

/** Data of no entry, or of one that is not shown to the caller (another's, not published): one answer to both, so that it tells nothing. */
function withoutEntry(error: unknown): never {
  throw error instanceof Problem && error.definition === problems.notFound ? new Problem(exchangeProblems.noEntry) : error;
}

/** Calls by which data administrators bring data. Asks for the provider's own token, because who reaches the data plane is nobody yet. */
@Injectable()
export class ProviderCalls {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  /** @throws Problem 401, 403 and 404 before `work`, and what it throws */
  async run<T>(request: IncomingMessage, call: ProviderCall, work: (ctx: RequestContext) => Promise<T>): Promise<T> {
    const caller = await this.callerOf(request);
    const ctx = this.contextOf(request, caller, call);
    try {
      actMustBeInScope(caller, 'data.upload');
      if (!ctx.roles.includes('DATA_ADMINISTRATOR') || ctx.organisation?.node !== this.node.code) throw new Problem(problems.forbidden);
      if (!isId(call.entryId)) throw new Problem(problems.notFound);
      // When the file has arrived it is the caller who waits, and for a large one longer than a silent caller may.
      request.once('end', () => request.socket.setTimeout(0));
      return await work(ctx).catch(withoutEntry);
    } catch (error) {
      if (error instanceof Problem && error.definition.status === 403) await this.record(error, ctx, call);
      throw error;
    }
  }

  private async callerOf(request: IncomingMessage): Promise<Caller> {
    const token = /^Bearer ([!-~]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(problems.unauthenticated);
    return this.verifier.verify(token);
  }

  private contextOf(request: IncomingMessage, caller: Caller, { act, traceparent }: ProviderCall): RequestContext {
    const key = request.headers['idempotency-key'];
    return {
      actor: caller.client,
      organisation: caller.organisation,
      roles: caller.roles,
      node: this.node,
      now: instantOf(this.clock),
      traceparent,
      language: 'zh',
      idempotencyKey: readIdempotencyKey(typeof key === 'string' ? key : undefined),
      origin: `data-plane.${act}`,
    };
  }

  /** On record like every other act that permission refused. */
  private async record({ definition }: Problem, ctx: RequestContext, { act, entryId }: ProviderCall): Promise<void> {
    await this.unitOfWork.run(ctx, (tx) => {
      tx.announce(actRefused.exchange, ctx.actor, { request: act, act: null, subject: isId(entryId) ? entryId : null, code: definition.code, pack: null, article: null });
      return Promise.resolve();
    });
  }
}
