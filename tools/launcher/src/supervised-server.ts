import { setTimeout as delay } from 'node:timers/promises';

interface Server {
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

/** PostgreSQL or NATS, kept alive on one port: when it dies without having been told to, it is started again on the same data. */
export class SupervisedServer<T extends Server> {
  private current: T | null = null;
  private stopped = false;

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
    void server.exited.then(async () => {
      while (!this.stopped) {
        this.say(`${this.name} 意外退出,正在重新启动。 ${this.name} died; starting it again.`);
        await delay(200);
        const again = await this.start(server.port).catch(() => null);
        if (again !== null) return;
      }
    });
    return server;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.current?.stop();
  }
}
