import { setTimeout as delay } from 'node:timers/promises';

const RESTART_MILLISECONDS = 200;

interface Server {
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL or NATS, kept alive on one port: when it dies without having been told to, it is started again on the same data. */
export class SupervisedServer<T extends Server> {
  private current: T | null = null;
  private readonly stopping = new AbortController();
  private reviving: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly launch: (port: number) => Promise<T>,
    private readonly say: (line: string) => void,
  ) {}

  get server(): T {
    if (this.current === null) throw new Error(`${this.name} is not running`);
    return this.current;
  }

  /** `port` 0 takes a free one, which a restart keeps. */
  async start(port = 0): Promise<T> {
    const server = await this.launch(port);
    this.current = server;
    void server.exited.then(() => {
      if (!this.stopping.signal.aborted) this.reviving = this.revive(server.port);
    });
    return server;
  }

  private async revive(port: number): Promise<void> {
    this.say(`${this.name} 意外退出,正在重新启动。 ${this.name} died; starting it again.`);
    for (;;) {
      await delay(RESTART_MILLISECONDS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      try {
        await this.start(port);
        return;
      } catch (error) {
        this.say(`${this.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    // A server that is just coming up again is stopped too.
    await this.reviving;
    await this.current?.stop();
  }
}
