import type { NatsConnection } from '@nats-io/transport-node';

/** The server went away while something was under way with it; what became of that is unknown. */
export class BusLost extends Error {
  override readonly name = 'BusLost';
}

const links = new WeakMap<NatsConnection, BusLink>();

/**
 * Whether a connection has its server at this moment. The client drops what is sent while it has none, and the sender learns of it by a timeout: whoever can wait or refuse
 * looks here first.
 */
export class BusLink {
  private connected = true;
  private readonly listeners: (() => void)[] = [];
  private readonly waiting = new Set<() => void>();

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

  /**
   * The result of `work`, given up as soon as the server is lost: otherwise its time-out would have to be waited for.
   *
   * @throws BusLost
   */
  async untilLost<T>(work: () => Promise<T>): Promise<T> {
    if (!this.connected) throw new BusLost('the bus is away');
    let giveUp: () => void = () => undefined;
    const lost = new Promise<never>((_resolve, reject) => {
      giveUp = () => reject(new BusLost('the bus went away'));
    });
    this.waiting.add(giveUp);
    try {
      return await Promise.race([work(), lost]);
    } finally {
      this.waiting.delete(giveUp);
    }
  }

  private lose(): void {
    this.connected = false;
    for (const giveUp of this.waiting) giveUp();
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect' || type === 'close') this.lose();
      if (type === 'reconnect') {
        this.connected = true;
        for (const listener of this.listeners) listener();
      }
    }
    this.lose();
  }
}
