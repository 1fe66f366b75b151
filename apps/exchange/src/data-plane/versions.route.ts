import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { actRefused, isId, Problem, problems, type DataSetView } from '@gongshu/contracts';
import { actMustBeInScope, CLOCK, instantOf, NODE, readIdempotencyKey, TokenVerifier, UnitOfWork, type Caller, type Clock, type NodeIdentity, type RequestContext } from '@gongshu/service-kit';
import { UploadVersion, type UploadForm } from '../data-set/upload-version.js';
import { statedDigest } from '../file/content-digest.js';
import { readFileName } from '../file/file-name.js';
import { UploadFile, type FileOffered } from '../file/upload-file.js';
import type { FaultyRows } from '../rows/row-faults.js';

const ROW_FORMS: ReadonlyMap<string, UploadForm['form']> = new Map([['text/csv', 'csv'], ['application/x-ndjson', 'ndjson']]);

/** What the caller wants done with rows that do not fit: `faulty=refuse` (the default) or `faulty=skip`. */
function faultyRows(target: string): FaultyRows {
  const faulty = new URLSearchParams(target.split(/\?(.*)/s)[1]).get('faulty') ?? 'refuse';
  if (faulty !== 'refuse' && faulty !== 'skip') throw new Problem(problems.invalidInput, { errors: [{ pointer: '/faulty', code: 'isIn', detail: 'refuse or skip is expected' }] });
  return faulty;
}

/** What the sender says of its file besides the media type. */
function statedOf({ headers }: IncomingMessage): Omit<FileOffered, 'mediaType'> {
  const single = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  const name = single('x-file-name');
  return { name: name === undefined ? null : readFileName(name), digest: statedDigest(single('content-digest'), single('x-content-sha256')) };
}

/** `POST /versions/{entryId}[?faulty=skip]`: rows, as CSV or NDJSON, gzipped or not, become the next version; any other content is a document. Asks for the provider's own token, because who reaches the data plane is nobody yet. */
@Injectable()
export class VersionsRoute {
  constructor(
    private readonly uploading: UploadVersion,
    private readonly files: UploadFile,
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
      // When the file has arrived it is the caller who waits, and for a large one longer than a silent caller may.
      request.once('end', () => request.socket.setTimeout(0));
      const view = await this.take(ctx, entryId, request);
      response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', traceparent }).end(JSON.stringify(view));
    } catch (error) {
      if (error instanceof Problem && error.definition.status === 403) await this.record(error, ctx, isId(entryId) ? entryId : null);
      throw error;
    }
  }

  private take(ctx: RequestContext, entryId: string, request: IncomingMessage): Promise<DataSetView> {
    const [type = ''] = (request.headers['content-type'] ?? '').split(';');
    const encoding = request.headers['content-encoding'] ?? 'identity';
    const mediaType = type.trim().toLowerCase();
    const form = ROW_FORMS.get(mediaType);
    if (form === undefined && encoding === 'identity' && mediaType !== '') return this.files.run(ctx, entryId, request, { mediaType, ...statedOf(request) });
    if (form === undefined || (encoding !== 'identity' && encoding !== 'gzip')) throw new Problem(problems.unsupportedMediaType, { allowed: [...ROW_FORMS.keys()] });
    return this.uploading.run(ctx, entryId, request, { form, gzip: encoding === 'gzip', faulty: faultyRows(request.url ?? ''), digest: statedOf(request).digest });
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
