import type { NatsConnection } from '@nats-io/transport-node';

const links = new WeakMap<NatsConnection, BusLink>();

/**
 * Whether a connection has its server at this moment. The client drops what is sent while it has none, and the sender learns of it by a timeout: whoever can wait or refuse
 * looks here first.
 */
export class BusLink {
  private connected = true;
  private readonly listeners: (() => void)[] = [];

  private constructor(connection: NatsConnection) {
    void this.watch(connection);
  }

  static of(connection: NatsConnection): BusLink {
    const known = links.get(connection);
    if (known !== undefined) return known;
    const link = new BusLink(connection);
    links.set(connection, link);
    return link;
  }

  get up(): boolean {
    return this.connected;
  }

  /** The server is back, perhaps without its memory. */
  onBack(listener: () => void): void {
    this.listeners.push(listener);
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'close') this.connected = false;
      if (type === 'reconnect') {
        this.connected = true;
        for (const listener of this.listeners) listener();
      }
    }
    this.connected = false;
  }
}
