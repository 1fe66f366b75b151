import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DataItem } from '@gongshu/contracts';

const VALUES: Readonly<Record<string, unknown>> = { TEXT: '示例', INTEGER: 1, NUMBER: 1.5, DATE: '2026-03-02', DATETIME: '2026-03-02 09:00:00', BOOLEAN: true };

let server: Server | null = null;

/** Address of a department's service that answers one record of these items. It lives as long as the test process, and does not keep that alive. */
export async function playedSource(items: readonly DataItem[]): Promise<string> {
  if (server === null) {
    const opened = createServer((request, response) => {
      const row = new URL(request.url ?? '/', 'http://source').searchParams.get('row') ?? '{}';
      response.writeHead(200, { 'content-type': 'application/json' }).end(`[${row}]`);
    }).unref();
    server = opened;
    opened.on('connection', (socket) => socket.unref());
    await new Promise<void>((resolve) => void opened.listen(0, '127.0.0.1', resolve));
  }
  const row = JSON.stringify(Object.fromEntries(items.map(({ column, type }) => [column, VALUES[type]])));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/?${new URLSearchParams({ row }).toString()}`;
}
