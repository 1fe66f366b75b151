import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  appendCatalogueImportPart, finishCatalogueImportUpload, CATALOGUE_IMPORT_MODES, IMPORT_PART_BYTES, LARGEST_SPREADSHEET, openCatalogueImport, Problem, problems, spreadsheetProblems, type CatalogueImportView,
} from '@gongshu/contracts';
import { platformContext, readIdempotencyKey, type Clock, type NodeIdentity, type RequestClient, type RequestContext } from '@gongshu/service-kit';
import { parseParameters } from '../reading/parse-parameters.js';
import { singleHeader } from '../reading/single-header.js';
import type { LaneCall } from './lane-call.js';

const FORMATS: Readonly<Record<string, string>> = { 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx', 'text/csv': 'csv' };
const FINISH_MILLISECONDS = 60_000;

interface Conversation {
  readonly ctx: RequestContext;
  readonly token: string;
}

/**
 * Brings catalogue spreadsheets to the catalogue, over the bus and in parts: one is under way at a time, so a file is as fast as it is taken and memory does not grow with it. What
 * an earlier upload under the same idempotency key has brought is not sent again, but counts in the digest of the whole.
 */
export class ImportDesk {
  constructor(
    private readonly client: RequestClient,
    private readonly node: NodeIdentity,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem the catalogue's refusal, or one of the request's form */
  async run({ request, response, query, traceparent, language }: LaneCall, token: string): Promise<void> {
    const format = formatOf(request);
    const mode = modeOf(query);
    if (Number(singleHeader(request, 'content-length') ?? '0') > LARGEST_SPREADSHEET) throw new Problem(spreadsheetProblems.tooLargeFile);
    const ctx = { ...platformContext(this.node, this.clock, 'gateway', traceparent), language, idempotencyKey: readIdempotencyKey(singleHeader(request, 'idempotency-key')) };
    const opened = await this.client.ask(openCatalogueImport, { mode, format }, ctx, { token });
    const { bytes, digest } = await this.bring(request, opened, { ctx, token });
    if (bytes === 0) throw new Problem(spreadsheetProblems.unreadableFile);
    const view = await this.client.ask(finishCatalogueImportUpload, { id: opened.id, bytes, digest }, ctx, { token, timeoutMilliseconds: FINISH_MILLISECONDS });
    response
      .writeHead(202, { 'content-type': 'application/json; charset=utf-8', location: `/v1/catalogue-imports/${view.id}`, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', traceparent })
      .end(JSON.stringify(view));
  }

  private async bring(request: IncomingMessage, { id, state, bytesReceived }: CatalogueImportView, { ctx, token }: Conversation): Promise<{ bytes: number; digest: string }> {
    const hash = createHash('sha256');
    const wanted = state === 'RECEIVING';
    let bytes = 0;
    let offset = bytesReceived;
    let waiting: Buffer[] = [];
    let length = 0;
    const send = async (): Promise<void> => {
      const gathered = Buffer.concat(waiting);
      const part = gathered.subarray(0, IMPORT_PART_BYTES);
      waiting = [gathered.subarray(part.length)];
      length -= part.length;
      await this.client.ask(appendCatalogueImportPart, { id, offset, body: part.toString('base64') }, ctx, { token });
      offset += part.length;
    };
    // A refusal is still to be answered on the connection, so the request is not destroyed with the loop.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      const fresh = wanted ? chunk.subarray(Math.max(0, bytesReceived - bytes)) : chunk.subarray(chunk.length);
      bytes += chunk.length;
      if (bytes > LARGEST_SPREADSHEET) throw new Problem(spreadsheetProblems.tooLargeFile);
      if (fresh.length > 0) waiting.push(fresh);
      length += fresh.length;
      while (length >= IMPORT_PART_BYTES) await send();
    }
    while (length > 0) await send();
    return { bytes, digest: hash.digest('hex') };
  }
}

function formatOf(request: IncomingMessage): string {
  const type = singleHeader(request, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const format = FORMATS[type];
  const encoding = singleHeader(request, 'content-encoding') ?? 'identity';
  if (format === undefined || encoding !== 'identity') throw new Problem(problems.unsupportedMediaType, { allowed: Object.keys(FORMATS) });
  return format;
}

function modeOf(query: string): string {
  const parameters = parseParameters(query);
  const [first] = parameters;
  const mode = parameters.length === 1 && first?.[0] === 'mode' ? first[1] : undefined;
  if (mode === undefined || !(CATALOGUE_IMPORT_MODES as readonly string[]).includes(mode)) {
    throw new Problem(problems.invalidInput, { errors: [{ pointer: '/mode', code: 'isIn', detail: `mode is one of ${CATALOGUE_IMPORT_MODES.join(', ')}, and there is no other parameter` }] });
  }
  return mode;
}
