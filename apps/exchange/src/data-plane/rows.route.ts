import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, NODE, platformContext, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { ReadRows } from '../data-set/read-rows.js';
import { asNdjson } from '../file/ndjson-form.js';
import { asCsv, asJson } from '../rows/row-forms.js';
import { OpenTickets } from './open-tickets.js';
import { rowsQuery } from './rows-query.js';

const WRITERS = { json: asJson, ndjson: asNdjson, csv: asCsv } as const;
const MEDIA_TYPES = { json: 'application/json; charset=utf-8', ndjson: 'application/x-ndjson; charset=utf-8', csv: 'text/csv; charset=utf-8' } as const;

/** `GET /rows`: streams what a permit ticket opens, and nothing else. */
@Injectable()
export class RowsRoute {
  constructor(
    private readonly tickets: OpenTickets,
    private readonly reading: ReadRows,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const ticket = await this.tickets.of(request, traceparent, 'ROWS', 'FILE');
    const query = rowsQuery(parameters, ticket.columns);
    const ctx = platformContext(this.node, this.clock, 'data-plane', traceparent);
    const { entryId, columns, rowFilter, mostRows } = ticket;
    const limit = query.limit === null || mostRows === null ? (query.limit ?? mostRows) : Math.min(query.limit, mostRows);
    const found = await this.reading.find(ctx, { ...query, entryId, columns, rowFilter, limit });

    const left = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) left.abort();
    });
    await this.reading.stream(found, left.signal, async (rows) => {
      const name = encodeURIComponent(`${found.entryName}-v${String(found.version)}.csv`).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
      const headers = query.form === 'csv' ? { 'content-disposition': `attachment; filename="${ticket.entryId}-v${String(found.version)}.csv"; filename*=UTF-8''${name}` } : {};
      response.writeHead(200, { 'content-type': MEDIA_TYPES[query.form], ...headers, trailer: 'x-row-count', 'x-data-version': String(found.version), traceparent });
      await pipeline(Readable.from(WRITERS[query.form](found.columns, rows)), response, { end: false });
      response.addTrailers({ 'x-row-count': String(rows.rows) });
      response.end();
      await finished(response);
    });
  }
}
