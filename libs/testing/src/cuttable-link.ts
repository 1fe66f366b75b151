import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A TCP link to a server that a test can cut: what is open is reset, and what is new is refused, until it is mended. */
export class CuttableLink {
  private readonly sockets = new Set<Socket>();
  private server: Server | null = null;
  private port = 0;

  private constructor(private readonly target: URL) {}

  /** @param url address of the server, with host and port */
  static async to(url: string): Promise<CuttableLink> {
    const link = new CuttableLink(new URL(url));
    await link.mend();
    return link;
  }

  /** The address to use instead of the server's. */
  get url(): string {
    return `${this.target.protocol}//127.0.0.1:${String(this.port)}`;
  }

  async mend(): Promise<void> {
    if (this.server !== null) return;
    const server = createServer((near) => this.join(near));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.port = address.port;
    this.server = server;
  }

  async cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    const closed = new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve())));
    for (const socket of this.sockets) socket.resetAndDestroy();
    await closed;
  }

  private join(near: Socket): void {
    const far = createConnection({ host: this.target.hostname, port: Number(this.target.port) });
    for (const [socket, other] of [[near, far], [far, near]] as const) {
      this.sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
