import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { isId, Problem, problems, type PermitTicket } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, SETTINGS, TokenVerifier, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { MakePackage } from '../offline-package/make-package.js';
import { fileAsked } from './file.route.js';
import { openedTicket } from './opened-ticket.js';
import { sendFile } from './send-file.js';

/**
 * `POST /packages`: makes an offline package of what a ticket opens, for the organisation whose token comes with it; `GET /packages/{id}`: its file. The gateway names the grant
 * that the permit was taken under in `x-grant-id`.
 */
@Injectable()
export class PackagesRoute {
  constructor(
    private readonly packing: MakePackage,
    private readonly verifier: TokenVerifier,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(SETTINGS) private readonly settings: ExchangeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async make(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const { ticket, grantId } = this.opened(request);
    const token = /^Bearer ([!-~]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(problems.unauthenticated);
    const { client, organisation, roles } = await this.verifier.verify(token);
    const asked = fileAsked(parameters);
    // The caller waits while it is made, for a large one longer than a silent caller may.
    request.socket.setTimeout(0);
    const ctx = { ...platformContext(this.node, this.clock, 'data-plane.make-package', traceparent), actor: client, organisation, roles };
    const view = await this.packing.run(ctx, ticket, grantId, asked);
    response.writeHead(201, { 'content-type': 'application/json; charset=utf-8', 'x-data-version': String(view.version), 'x-row-count': String(view.rows), traceparent }).end(JSON.stringify(view));
  }

  async send(request: IncomingMessage, response: ServerResponse, id: string, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const { ticket, grantId } = this.opened(request);
    if (!isId(id)) throw new Problem(problems.notFound);
    const { headOnly } = fileAsked(parameters);
    const file = await this.packing.find(platformContext(this.node, this.clock, 'data-plane', traceparent), ticket, grantId, id);
    // Its rows were counted when it was made.
    await sendFile({ request, response, store: this.store, traceparent }, file, { headOnly, mostRows: null });
  }

  private opened(request: IncomingMessage): { ticket: PermitTicket; grantId: string } {
    const ticket = openedTicket(request, this.settings.dataPlaneSecret, this.clock.now(), 'PACKAGE');
    const grantId = request.headers['x-grant-id'];
    if (!isId(grantId)) throw new Problem(problems.notFound);
    return { ticket, grantId };
  }
}
