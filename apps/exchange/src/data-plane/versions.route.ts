import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { actRefused, isId, Problem, problems } from '@gongshu/contracts';
import { actMustBeInScope, CLOCK, instantOf, NODE, readIdempotencyKey, TokenVerifier, UnitOfWork, type Caller, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { UploadVersion } from '../data-set/upload-version.js';

/** `POST /versions/{entryId}`: a CSV file becomes the next version. Asks for the provider's own token, because who reaches the data plane is nobody yet. */
@Injectable()
export class VersionsRoute {
  constructor(
    private readonly uploading: UploadVersion,
    private readonly verifier: TokenVerifier,
    private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, entryId: string, traceparent: string): Promise<void> {
    const caller = await this.callerOf(request);
    const ctx = this.contextOf(request, caller, traceparent);
    try {
      actMustBeInScope(caller, 'data.upload');
      if (!ctx.roles.includes('DATA_ADMINISTRATOR') || ctx.organisation?.node !== this.node.code) throw new Problem(problems.forbidden);
      if (!isId(entryId)) throw new Problem(problems.notFound);
      const [type = ''] = (request.headers['content-type'] ?? '').split(';');
      const encoding = request.headers['content-encoding'] ?? 'identity';
      if (type.trim().toLowerCase() !== 'text/csv' || encoding !== 'identity') throw new Problem(problems.unsupportedMediaType, { allowed: ['text/csv'] });
      // When the file has arrived it is the caller who waits, and for a large one longer than a silent caller may.
      request.once('end', () => request.socket.setTimeout(0));
      const view = await this.uploading.run(ctx, entryId, request);
      response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', traceparent }).end(JSON.stringify(view));
    } catch (error) {
      if (error instanceof Problem && error.definition.status === 403) await this.record(error, ctx, isId(entryId) ? entryId : null);
      throw error;
    }
  }

  private async callerOf(request: IncomingMessage): Promise<Caller> {
    const token = /^Bearer ([!-~]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(problems.unauthenticated);
    return this.verifier.verify(token);
  }

  private contextOf(request: IncomingMessage, caller: Caller, traceparent: string): RequestContext {
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
      origin: 'data-plane.upload-version',
    };
  }

  /** On record like every other act that permission refused. */
  private async record({ definition }: Problem, ctx: RequestContext, subject: string | null): Promise<void> {
    await this.unitOfWork.run(ctx, (tx) => {
      tx.announce(actRefused.exchange, ctx.actor, { request: 'upload-version', act: null, subject, code: definition.code, pack: null, article: null });
      return Promise.resolve();
    });
  }
}
