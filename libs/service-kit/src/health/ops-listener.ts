import { createServer, type Server } from 'node:http';
import type { Metrics } from '../telemetry/metrics.js';

export interface OpsListener {
  readonly port: number;
  close(): Promise<void>;
}

/** The listener for the operator's probes: alive as long as it answers, ready when everything in the process is, and the measures. Not for the outside world. */
export async function listenForOps(host: string, port: number, isReady: () => Promise<boolean>, metrics: Metrics): Promise<OpsListener> {
  const server: Server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url === '/health/live') response.writeHead(200).end('live\n');
      else if (request.url === '/health/ready') {
        const ready = await isReady();
        response.writeHead(ready ? 200 : 503).end(ready ? 'ready\n' : 'not ready\n');
      } else if (request.url === '/metrics') {
        response.writeHead(200, { 'content-type': metrics.registry.contentType }).end(await metrics.registry.metrics());
      } else response.writeHead(404).end();
    };
    answer().catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
