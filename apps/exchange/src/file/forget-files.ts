import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { CLOCK, LOGGER, NODE, platformContext, SETTINGS, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import type { ExchangeSettings } from '../exchange.config.js';
import { FILE_STORE, type FileStore } from '../file-store/file-store.js';
import { ForgetPackages } from '../offline-package/forget-packages.js';
import { FileRecords } from './file-records.store.js';

const INTERVAL_MILLISECONDS = 10 * 60_000;
const GIGABYTE = 1024 ** 3;

/** Keeps the store from growing for ever: files made from tables can be made again, packages are offered for a time only. Providers' documents stay. */
@Injectable()
export class ForgetFiles implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly files: FileRecords,
    private readonly packages: ForgetPackages,
    @Inject(FILE_STORE) private readonly store: FileStore,
    @Inject(SETTINGS) private readonly settings: ExchangeSettings,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.run().catch((error: unknown) => this.logger.error({ err: error }, 'old files could not be forgotten'));
    }, INTERVAL_MILLISECONDS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  async run(): Promise<void> {
    const { madeFileDays, madeFileGigabytes } = this.settings;
    const keys = await this.unitOfWork.run(platformContext(this.node, this.clock, 'forget-files'), async (tx) => [
      ...(await this.files.takeForgotten(tx, madeFileDays, madeFileGigabytes * GIGABYTE)),
      ...(await this.packages.run(tx)),
    ]);
    // After the commit: a killed process leaves bytes nobody asks for, never a record without its bytes.
    for (const key of keys) await this.store.delete(key);
  }
}
