import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';

/** Plays a server of the outside world: an exchange's data plane, a provider's interface, another gateway. */
export class PlayedUpstream {
  /** Requests so far, oldest first. */
  readonly seen: IncomingMessage[] = [];
  /** Connections accepted so far. */
  accepted = 0;
  private handler: RequestListener = (_request, response) => response.end();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PlayedUpstream> {
    const server = createServer((request, response) => {
      played.seen.push(request);
      played.handler(request, response);
    });
    const played = new PlayedUpstream(server);
    server.on('connection', () => {
      played.accepted += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return played;
  }

  get url(): string {
    const address = this.server.address();
    return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}`;
  }

  answer(handler: (request: IncomingMessage, response: ServerResponse) => void): void {
    this.handler = handler;
  }

  answerJson(value: unknown, headers: Readonly<Record<string, string>> = {}): void {
    this.answer((_request, response) => {
      const body = JSON.stringify(value);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers }).end(body);
    });
  }

  connections(): Promise<number> {
    return new Promise((resolve) => this.server.getConnections((_error, count) => resolve(count)));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}
