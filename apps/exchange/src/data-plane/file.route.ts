import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, NODE, platformContext, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { FILE_FORMATS } from '../file/file-form.js';
import { FindFile, type FileAsked } from '../file/find-file.js';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { OpenTickets } from './open-tickets.js';
import { OwnParameters } from './own-parameters.js';
import { sendFile } from './send-file.js';

export const MOST_VERSION = 1_000_000;

/** What a call says about the file it wants. @throws Problem `input/invalid` */
export function fileAsked(parameters: URLSearchParams): FileAsked & { readonly headOnly: boolean } {
  const own = new OwnParameters(parameters, (name) => ['format', 'version', 'head'].includes(name));
  const asked = { format: own.oneOf('format', FILE_FORMATS), version: own.whole('version', 1, MOST_VERSION), headOnly: own.oneOf('head', ['true', 'false']) === 'true' };
  own.refuseFaults();
  return asked;
}

/** `GET /file`: the whole file that a permit ticket opens, or a part of it. */
@Injectable()
export class FileRoute {
  constructor(
    private readonly tickets: OpenTickets,
    private readonly finding: FindFile,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
  ) {}

  async answer(request: IncomingMessage, response: ServerResponse, parameters: URLSearchParams, traceparent: string): Promise<void> {
    const ticket = await this.tickets.of(request, traceparent, 'FILE');
    const asked = fileAsked(parameters);
    const file = await this.finding.run(platformContext(this.node, this.clock, 'data-plane', traceparent), ticket, asked);
    await sendFile({ request, response, store: this.store, traceparent }, file, { headOnly: asked.headOnly, mostRows: ticket.mostRows });
  }
}
