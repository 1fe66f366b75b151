import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Problem, problems, type DataSetView } from '@gongshu/contracts';
import type { RequestContext } from '@gongshu/service-kit';
import { UploadVersion, type UploadForm } from '../data-set/upload-version.js';
import { statedDigest } from '../file/content-digest.js';
import { readFileName } from '../file/file-name.js';
import { UploadFile, type FileOffered } from '../file/upload-file.js';
import { statedCharacterSet } from '../rows/character-set.js';
import type { FaultyRows } from '../rows/row-faults.js';
import { ProviderCalls } from './provider-calls.js';

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

/** `POST /versions/{entryId}[?faulty=skip]`: rows, as CSV or NDJSON, gzipped or not, become the next version; any other content is a document. */
@Injectable()
export class VersionsRoute {
  constructor(
    private readonly uploading: UploadVersion,
    private readonly files: UploadFile,
    private readonly calls: ProviderCalls,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, entryId: string, traceparent: string): Promise<void> {
    const view = await this.calls.run(request, { act: 'upload-version', entryId, traceparent }, (ctx) => this.take(ctx, entryId, request));
    response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', traceparent }).end(JSON.stringify(view));
  }

  private take(ctx: RequestContext, entryId: string, request: IncomingMessage): Promise<DataSetView> {
    const [type = ''] = (request.headers['content-type'] ?? '').split(';');
    const encoding = request.headers['content-encoding'] ?? 'identity';
    const mediaType = type.trim().toLowerCase();
    const form = ROW_FORMS.get(mediaType);
    if (form === undefined && encoding === 'identity' && mediaType !== '') return this.files.run(ctx, entryId, request, { mediaType, ...statedOf(request) });
    if (form === undefined || (encoding !== 'identity' && encoding !== 'gzip')) throw new Problem(problems.unsupportedMediaType, { allowed: [...ROW_FORMS.keys()] });
    const characterSet = statedCharacterSet(request.headers['content-type'] ?? '');
    return this.uploading.run(ctx, entryId, request, { form, gzip: encoding === 'gzip', characterSet, faulty: faultyRows(request.url ?? ''), digest: statedOf(request).digest });
  }
}
