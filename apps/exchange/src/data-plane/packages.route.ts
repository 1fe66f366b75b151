import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { exchangeProblems, isId, Problem, problems } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, TokenVerifier, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { MakePackage, type PackageTicket } from '../offline-package/make-package.js';
import { fileAsked } from './file.route.js';
import { OpenTickets } from './open-tickets.js';
import { sendFile } from './send-file.js';

/** Far shorter than a gateway, or anything between it and the caller, bears silence. */
const SIGN_OF_LIFE_MILLISECONDS = 10_000;

/**
 * `POST /packages`: makes an offline package of what a ticket opens, for the organisation whose token comes with it; `GET /packages/{id}`: its file.
 *
 * A large one takes long. Its answer then begins with spaces, which JSON takes no notice of: one every ten seconds, as long as bytes move. An answer that has begun and cannot be ended
 * breaks off, and there is no package.
 */
@Injectable()
export class PackagesRoute {
  constructor(
    private readonly tickets: OpenTickets,
    private readonly packing: MakePackage,
    private readonly verifier: TokenVerifier,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async make(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const ticket = await this.opened(request, traceparent);
    const token = /^Bearer ([!-~]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(problems.unauthenticated);
    const { client, organisation, roles } = await this.verifier.verify(token);
    const asked = fileAsked(parameters);
    // The caller waits while it is made, for a large one longer than a silent caller may.
    request.socket.setTimeout(0);
    const left = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) left.abort(new Error('the caller left'));
    });
    let signAt = this.clock.now();
    const begin = (version: number, rows: number): void => {
      if (!response.headersSent) response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', 'x-data-version': String(version), 'x-row-count': String(rows), traceparent });
    };
    const ctx = { ...platformContext(this.node, this.clock, 'data-plane.make-package', traceparent), actor: client, organisation, roles };
    const view = await this.packing.run(ctx, ticket, asked, {
      leaving: left.signal,
      moved: ({ version, rows }) => {
        if (this.clock.now() - signAt < SIGN_OF_LIFE_MILLISECONDS) return;
        signAt = this.clock.now();
        begin(version, rows);
        response.write(' ');
      },
    });
    begin(view.version, view.rows);
    response.end(JSON.stringify(view));
  }

  async send(request: IncomingMessage, response: ServerResponse, id: string, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const ticket = await this.opened(request, traceparent);
    if (!isId(id)) throw new Problem(problems.notFound);
    const { headOnly } = fileAsked(parameters);
    const file = await this.packing.find(platformContext(this.node, this.clock, 'data-plane', traceparent), ticket, id);
    // Its rows were counted when it was made.
    await sendFile({ request, response, store: this.store, traceparent }, file, { headOnly, mostRows: null });
  }

  private async opened(request: IncomingMessage, traceparent: string): Promise<PackageTicket> {
    const ticket = await this.tickets.of(request, traceparent, 'PACKAGE');
    const { grantId } = ticket;
    if (grantId === null) throw new Problem(exchangeProblems.invalidTicket);
    return { ...ticket, grantId };
  }
}
