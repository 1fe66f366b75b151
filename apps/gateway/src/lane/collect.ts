import type { ServerResponse } from 'node:http';
import { UpstreamFailure, type AnswerHead, type UpstreamClient, type UpstreamExchange, type UpstreamRequest } from '@gongshu/service-kit';

export interface Collected {
  readonly head: AnswerHead;
  readonly body: Buffer;
}

/**
 * An answer read whole, where it must be understood before it may pass. Null when the client left meanwhile.
 *
 * @throws UpstreamFailure, also for an answer of more than `most` bytes
 */
export function collect(client: UpstreamClient, request: UpstreamRequest, response: ServerResponse, most: number): Promise<Collected | null> {
  return new Promise((resolve, reject) => {
    if (response.destroyed) {
      resolve(null);
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    let head: AnswerHead | null = null;
    let exchange: UpstreamExchange | null = null;
    const leave = (): void => {
      exchange?.abort();
      resolve(null);
    };
    response.once('close', leave);
    exchange = client.send(request, {
      onHead: (arrived) => {
        head = arrived;
      },
      onBody: (chunk) => {
        size += chunk.length;
        if (size <= most) chunks.push(chunk);
        else {
          chunks.length = 0;
          exchange?.abort();
          response.off('close', leave);
          reject(new UpstreamFailure('malformed', `the answer is longer than ${String(most)} bytes`));
        }
      },
      onEnd: () => {
        response.off('close', leave);
        if (head !== null) resolve({ head, body: Buffer.concat(chunks) });
      },
      onFailure: (failure) => {
        response.off('close', leave);
        reject(failure);
      },
    });
  });
}
