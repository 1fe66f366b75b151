import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER, SETTINGS } from '@gongshu/service-kit';
import type { AuditSettings } from '../audit.config.js';
import { SignCheckpoint } from './sign-checkpoint.js';

/** Looks at regular intervals of real time whether the log has grown: one checkpoint covers all entries of an interval, and none is missed after a crash. */
@Injectable()
export class CheckpointLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private loop: Promise<void> = Promise.resolve();
  private stopped = false;
  private wake: () => void = () => undefined;

  constructor(
    private readonly signCheckpoint: SignCheckpoint,
    @Inject(SETTINGS) private readonly settings: AuditSettings,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.signCheckpoint.run();
      } catch (error) {
        this.logger.error({ err: error }, 'the log could not be signed and will be at the next interval');
      }
      if (!this.stopped) await this.rest();
    }
  }

  private rest(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.settings.checkpointMilliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
