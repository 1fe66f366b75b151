import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, TokenVerifier, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { FindHolder } from '../client/find-holder.js';
import { personClaims } from './person-claims.js';

/** Who a token's person is, from the record of this moment (OpenID Connect Core, 5.3). */
@Injectable()
export class Userinfo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly verifier: TokenVerifier,
    private readonly findHolder: FindHolder,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Applications in a browser read it too; it answers to a token alone, never to a cookie.
    const headers = { 'access-control-allow-origin': '*', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, { ...headers, 'access-control-allow-methods': 'GET, POST', 'access-control-allow-headers': 'authorization' }).end();
      return;
    }
    const claims = await this.claims(request);
    if (claims === null) response.writeHead(401, { ...headers, 'www-authenticate': 'Bearer error="invalid_token"' }).end();
    else response.writeHead(200, { ...headers, 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(claims));
  }

  private async claims({ headers }: IncomingMessage): Promise<Record<string, unknown> | null> {
    const [, token] = /^bearer ([\w.~+/=-]{1,8000})$/i.exec(headers.authorization ?? '') ?? [];
    if (token === undefined) return null;
    try {
      const caller = await this.verifier.verify(token);
      if (caller.node !== this.node.code) return null;
      const holder = await this.unitOfWork.read(platformContext(this.node, this.clock, 'userinfo'), (tx) => this.findHolder.run(tx, caller.client));
      return holder === null ? null : personClaims(holder);
    } catch (error) {
      if (error instanceof Problem && error.definition.status === 401) return null;
      throw error;
    }
  }
}
