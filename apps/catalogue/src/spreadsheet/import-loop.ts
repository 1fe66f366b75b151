import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { CLOCK, LOGGER, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity } from '@gongshu/service-kit';
import { CatalogueImportStore } from './catalogue-import.store.js';
import { RunImport } from './run-import.js';

const POLL_MILLISECONDS = 2_000;
const MOST_FAILURES = 5;

/**
 * Works on imports, one at a time in each process. Whoever works on one holds a lock that PostgreSQL gives back when the process or its connection ends: another process, or the same one
 * started again, goes on at the position that was committed last.
 */
@Injectable()
export class ImportLoop implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> | null = null;
  private again = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly imports: CatalogueImportStore,
    private readonly running: RunImport,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.kick();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    if (this.timer !== null) clearTimeout(this.timer);
    await this.working;
  }

  /** Something may be waiting. */
  kick(): void {
    if (this.stopping.signal.aborted) return;
    if (this.working !== null) {
      this.again = true;
      return;
    }
    if (this.timer !== null) clearTimeout(this.timer);
    this.again = false;
    this.working = this.workThrough()
      .catch((error: unknown) => this.logger.error({ err: error }, 'imports could not be looked for'))
      .finally(() => {
        this.working = null;
        if (this.again) this.kick();
        else if (!this.stopping.signal.aborted) this.timer = setTimeout(() => this.kick(), POLL_MILLISECONDS);
      });
  }

  private async workThrough(): Promise<void> {
    const ctx = platformContext(this.node, this.clock, 'catalogue-import');
    for (const id of await this.unitOfWork.read(ctx, (tx) => this.imports.waiting(tx))) {
      if (this.stopping.signal.aborted) return;
      await this.locked(id, async () => {
        try {
          await this.running.run(id, this.stopping.signal);
        } catch (error) {
          this.logger.error({ err: error, import: id }, 'an import was interrupted and will be tried again');
          const failures = await this.unitOfWork.run(ctx, (tx) => this.imports.countFailure(tx, id));
          if (failures >= MOST_FAILURES) await this.running.giveUp(id);
        }
      });
    }
  }

  private async locked(id: string, work: () => Promise<void>): Promise<void> {
    const runner = this.unitOfWork.source.createQueryRunner();
    try {
      const [answer] = (await runner.query('SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS locked', [id])) as { locked: boolean }[];
      if (answer?.locked !== true) return;
      try {
        await work();
      } finally {
        await runner.query('SELECT pg_advisory_unlock(hashtextextended($1, 1))', [id]);
      }
    } finally {
      await runner.release();
    }
  }
}
