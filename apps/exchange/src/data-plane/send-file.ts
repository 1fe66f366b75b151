import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import { judgeRange } from '../file/byte-range.js';
import { digestField } from '../file/content-digest.js';
import { attachment } from '../file/file-name.js';
import type { FoundFile } from '../file/find-file.js';
import { FileMissing, type FileStore } from '../file-store/file-store.js';

export interface Sending {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly store: FileStore;
  readonly traceparent: string;
}

export interface Sent {
  /** Tell all that a download would, in headers, and send nothing. */
  readonly headOnly: boolean;
  /** Most rows that may leave now; null: no limit. */
  readonly mostRows: number | null;
}

/**
 * Sends a file or the part of it that is asked for. Its strong tag is its digest, so that a download can be resumed at any byte, from any replica, and never from another file.
 * `x-row-count` counts the rows of a whole download once, however many parts it comes in.
 *
 * @throws Problem `exchange/range-not-satisfiable`, the file's size in `allowed` as `Content-Range` writes it; `exchange/beyond-row-quota`
 */
export async function sendFile({ request, response, store, traceparent }: Sending, file: FoundFile, { headOnly, mostRows }: Sent): Promise<void> {
  const tag = `"${file.sha256}"`;
  const verdict = judgeRange({ range: request.headers.range, ifRange: singleOf(request.headers['if-range']) }, file.bytes, tag);
  if (verdict === 'beyond') throw new Problem(exchangeProblems.rangeNotSatisfiable, { allowed: [`bytes */${String(file.bytes)}`] });
  const range = verdict === 'whole' ? { first: 0, last: file.bytes - 1 } : verdict;
  const length = range.last - range.first + 1;
  const rows = headOnly ? 0 : rowsWithin(file, range.first, range.last);
  if (mostRows !== null && rows > mostRows) throw new Problem(exchangeProblems.beyondRowQuota);
  const headers = {
    'content-type': file.mediaType,
    'content-disposition': attachment(file.name, file.plainName),
    'accept-ranges': 'bytes',
    etag: tag,
    'repr-digest': digestField(file.sha256),
    'x-data-version': String(file.version),
    'x-row-count': String(rows),
    traceparent,
  };
  if (headOnly) {
    // Chunked, because a length here would be that of this answer and not of the file.
    response.writeHead(200, { ...headers, 'x-file-length': String(file.bytes) });
    response.flushHeaders();
    response.end();
    return;
  }
  const bytes = await store.open(file.key, range).catch((error: unknown) => {
    throw error instanceof FileMissing ? new Problem(exchangeProblems.sourceUnavailable, { retryAfterSeconds: 5 }) : error;
  });
  const partial = verdict === 'whole' ? {} : { 'content-range': `bytes ${String(range.first)}-${String(range.last)}/${String(file.bytes)}` };
  response.writeHead(verdict === 'whole' ? 200 : 206, { ...headers, ...partial, 'content-length': length });
  await pipeline(bytes, response);
}

/** Rows by their share of the bytes: whatever a file is cut into without overlap, its parts sum up to its rows. */
function rowsWithin({ rows, bytes }: FoundFile, first: number, last: number): number {
  const upTo = (end: number): number => Math.floor((rows * end) / bytes);
  return upTo(last + 1) - upTo(first);
}

function singleOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
