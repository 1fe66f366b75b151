import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, Problem } from '@gongshu/contracts';
import { CLOCK, NODE, openTicket, platformContext, SETTINGS, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { ReadRows } from '../data-set/read-rows.js';
import type { ExchangeSettings } from '../exchange.config.js';
import { asCsv, asJson } from '../rows/row-forms.js';
import { rowsQuery } from './rows-query.js';

/** `GET /rows`: streams what a permit ticket opens, and nothing else. */
@Injectable()
export class RowsRoute {
  constructor(
    private readonly reading: ReadRows,
    @Inject(SETTINGS) private readonly settings: ExchangeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const text = request.headers['x-permit-ticket'];
    const ticket = typeof text === 'string' ? openTicket(this.settings.dataPlaneSecret, text, this.clock.now()) : null;
    if (ticket === null || ticket.form === 'BROWSE' || ticket.form === 'PACKAGE') throw new Problem(exchangeProblems.invalidTicket);

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
      const headers =
        query.form === 'csv'
          ? { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${ticket.entryId}-v${String(found.version)}.csv"; filename*=UTF-8''${name}` }
          : { 'content-type': 'application/json; charset=utf-8' };
      response.writeHead(200, { ...headers, trailer: 'x-row-count', 'x-data-version': String(found.version), traceparent });
      await pipeline(Readable.from((query.form === 'csv' ? asCsv : asJson)(found.columns, rows)), response, { end: false });
      response.addTrailers({ 'x-row-count': String(rows.rows) });
      response.end();
      await finished(response);
    });
  }
}
