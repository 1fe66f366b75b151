import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, NODE, platformContext, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { browseQuery } from '../browse/browse-query.js';
import { BrowseRows } from '../browse/browse-rows.js';
import { asJson } from '../rows/row-forms.js';
import { OpenTickets } from './open-tickets.js';

/** `GET /browse`: one page of rows to look at. */
@Injectable()
export class BrowseRoute {
  constructor(
    private readonly tickets: OpenTickets,
    private readonly browsing: BrowseRows,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const ticket = await this.tickets.of(request, traceparent, 'BROWSE');
    const query = browseQuery(parameters, ticket.columns);
    const left = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) left.abort();
    });
    const page = await this.browsing.run(platformContext(this.node, this.clock, 'data-plane', traceparent), ticket, query, left.signal);
    let items = '';
    for await (const part of asJson(page.columns, [[...page.rows]])) items += part;
    const about = JSON.stringify({
      page: query.page, size: query.size, total: page.total, dataVersion: page.version,
      columns: page.columns.map(({ column, title, type }) => ({ column, title, type })),
    });
    const body = Buffer.from(`{"items":${items},${about.slice(1)}`);
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8', 'content-length': body.length, 'cache-control': 'no-store', 'x-data-version': String(page.version), 'x-row-count': String(page.rows.length), traceparent,
    });
    response.end(body);
  }
}
