import { createHash } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Delivered } from './lane-call.js';

/** Sends an answer that is in memory; resolves when it has left or the client has. */
export function sendWhole(response: ServerResponse, body: Buffer, headers: OutgoingHttpHeaders): Promise<Delivered> {
  return new Promise((resolve) => {
    const digest = createHash('sha256').update(body).digest('hex');
    if (response.destroyed) {
      resolve({ failure: 'client left', bytes: 0, digest });
      return;
    }
    response.once('finish', () => resolve({ failure: null, bytes: body.length, digest }));
    response.once('close', () => resolve({ failure: 'client left', bytes: 0, digest }));
    response.writeHead(200, { ...headers, 'content-length': body.length }).end(body);
  });
}
