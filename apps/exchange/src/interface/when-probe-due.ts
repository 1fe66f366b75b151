import { Controller, Inject, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { CLOCK, LOGGER, NODE, OnTimer, platformContext, SETTINGS, UnitOfWork, type Clock, type DueTimer, type NodeIdentity, type Transaction } from '@gongshu/service-kit';
import { ProbeInterface } from '../connectivity/probe-interface.js';
import type { ExchangeSettings } from '../exchange.config.js';
import type { Interface } from './interface.js';
import { InterfaceStore } from './interface.store.js';
import { KeepProbe } from './keep-probe.js';
import { PROBE_TIMER } from './probe-timer.js';

/** Tests services on a timer. The timer only says that it is time: a service that does not answer must not hold up the timers behind it. */
@Controller()
export class WhenProbeDue implements OnModuleDestroy {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly interfaces: InterfaceStore,
    private readonly probing: ProbeInterface,
    private readonly keeping: KeepProbe,
    @Inject(SETTINGS) private readonly settings: ExchangeSettings,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @OnTimer(PROBE_TIMER)
  async begin({ key }: DueTimer, tx: Transaction): Promise<void> {
    const found = await this.interfaces.find(tx, key);
    if (found === undefined || found.retiredAt !== null || found.terms.url === null) return;
    const seconds = this.settings.interfaceProbeSeconds;
    if (seconds > 0) await tx.startTimer(PROBE_TIMER, key, new Date(this.clock.now() + seconds * 1000).toISOString());
    if (this.underWay.has(key)) return;
    this.underWay.set(key, this.probe(found, found.terms.url).finally(() => this.underWay.delete(key)));
  }

  /** A test under way may still find its connections and database. */
  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async probe(found: Interface, url: string): Promise<void> {
    try {
      const probed = await this.probing.run(found, url);
      await this.unitOfWork.run(platformContext(this.node, this.clock, PROBE_TIMER), (tx) => this.keeping.run(tx, found.id, probed, false));
    } catch (error) {
      this.logger.error({ err: error, interface: found.id }, 'a service could not be tested');
    }
  }
}
