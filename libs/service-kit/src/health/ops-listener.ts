import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { DeadLetter } from '../database/dead-letters.js';
import type { Metrics } from '../telemetry/metrics.js';

export interface OpsListener {
  readonly port: number;
  close(): Promise<void>;
}

/** What an operator may do about events that a service could not take. */
export interface DeadLetterDesk {
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** @returns false when no such letter waits */
  replayDeadLetter(id: string): Promise<boolean>;
}

const REPLAY = /^\/dead-letters\/(\d{1,18})\/replay$/;

/**
 * The listener for the operator: alive as long as it answers, ready when everything in the process is, the measures, and where a service has them its dead letters
 * (`GET /dead-letters`, `POST /dead-letters/{id}/replay`). Not for the outside world.
 */
export async function listenForOps(host: string, port: number, isReady: () => Promise<boolean>, metrics: Metrics, desk?: DeadLetterDesk): Promise<OpsListener> {
  const server: Server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url === '/health/live') response.writeHead(200).end('live\n');
      else if (request.url === '/health/ready') {
        const ready = await isReady();
        response.writeHead(ready ? 200 : 503).end(ready ? 'ready\n' : 'not ready\n');
      } else if (request.url === '/metrics') {
        response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(await metrics.registry.metrics());
      } else if (desk === undefined || !(await answerAtDesk(desk, request, response))) response.writeHead(404).end();
    };
    // Whoever asks here is the operator, who must see what is wrong.
    answer().catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
      response.end(`${String(error)}\n`);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerAtDesk(desk: DeadLetterDesk, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const json = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  if (request.method === 'GET' && request.url === '/dead-letters') {
    json(200, { items: await desk.deadLetters() });
    return true;
  }
  const id = request.method === 'POST' ? REPLAY.exec(request.url ?? '')?.[1] : undefined;
  if (id === undefined) return false;
  try {
    const replayed = await desk.replayDeadLetter(id);
    json(replayed ? 200 : 404, { id, replayed });
  } catch (error) {
    json(409, { id, replayed: false, reason: error instanceof Error ? error.message : String(error) });
  }
  return true;
}
