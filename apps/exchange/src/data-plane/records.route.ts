import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { MOST_WINDOWS, Problem, problems } from '@gongshu/contracts';
import { statedDigest } from '../file/content-digest.js';
import { TakeWindow, type WindowForm } from '../record-stream/take-window.js';
import { statedCharacterSet } from '../rows/character-set.js';
import { OwnParameters } from './own-parameters.js';
import { ProviderCalls } from './provider-calls.js';

const NDJSON = 'application/x-ndjson';
const KNOWN = ['sequence', 'faulty'];

/** `POST /records/{entryId}?sequence=1[&faulty=skip]`: the next window of a stream of records, as NDJSON, gzipped or not. */
@Injectable()
export class RecordsRoute {
  constructor(
    private readonly taking: TakeWindow,
    private readonly calls: ProviderCalls,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, entryId: string, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const window = await this.calls.run(request, { act: 'append-records', entryId, traceparent }, (ctx) => this.taking.run(ctx, entryId, request, formOf(request, parameters)));
    response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', traceparent }).end(JSON.stringify(window));
  }
}

/** @throws Problem `input/unsupported-media-type`, `input/invalid` */
function formOf({ headers }: IncomingMessage, parameters: URLSearchParams): WindowForm {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const encoding = headers['content-encoding'] ?? 'identity';
  if (type.trim().toLowerCase() !== NDJSON || (encoding !== 'identity' && encoding !== 'gzip')) throw new Problem(problems.unsupportedMediaType, { allowed: [NDJSON] });
  const characterSet = statedCharacterSet(headers['content-type'] ?? '');
  const own = new OwnParameters(parameters, (name) => KNOWN.includes(name));
  const sequence = own.whole('sequence', 1, MOST_WINDOWS);
  const faulty = own.oneOf('faulty', ['refuse', 'skip']);
  if (own.get('sequence') === null) own.fault('sequence', 'required', 'the number of the window in its stream is expected');
  own.refuseFaults();
  const stated = [headers['content-digest'], headers['x-content-sha256']].map((value) => (typeof value === 'string' ? value : undefined));
  return { sequence: sequence ?? 0, faulty: faulty ?? 'refuse', gzip: encoding === 'gzip', characterSet, digest: statedDigest(stated[0], stated[1]) };
}
