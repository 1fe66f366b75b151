import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { channelBroken, interfaceProbed, interfaceRecovered, interfaceUnhealthy, type ConnectivityTest } from '@gongshu/contracts';
import type { Transaction } from '@gongshu/service-kit';
import { judgeRows } from '../connectivity/judge-rows.js';
import type { Probed } from '../connectivity/probe-interface.js';
import { ConnectivityTestStore } from './connectivity-test.store.js';
import type { Interface } from './interface.js';
import { InterfaceStore, type BoundEntry } from './interface.store.js';

interface Outcome {
  readonly result: string;
  readonly records: number;
}

const WORKING: readonly string[] = ['LOADED', 'EMPTY'];
/** From the best to the worst. */
const IN_ORDER = ['LOADED', 'EMPTY', 'INVALID'];

/** Keeps what a test of a service found, and tells whom it concerns: the owner when the service fails or works again, the catalogue when the data behind an entry came or went. */
@Injectable()
export class KeepProbe {
  constructor(
    private readonly interfaces: InterfaceStore,
    private readonly tests: ConnectivityTestStore,
  ) {}

  /** @param asked somebody asked for the test: it is on record, and a failure is told, though nothing has changed. Null when the service was changed meanwhile */
  async run(tx: Transaction, id: string, probed: Probed, asked: boolean): Promise<ConnectivityTest | null> {
    const found = await this.interfaces.loadForUpdate(tx, id);
    if (found.version !== probed.version || found.retiredAt !== null) return null;
    const bound = await this.interfaces.boundEntries(tx, id);
    const outcomes = bound.map((entry) => ({ entry, ...outcomeFor(probed, entry) }));
    const result = [...outcomes, ...(outcomes.length === 0 ? [outcomeFor(probed, null)] : [])].reduce((worst, one) => (IN_ORDER.indexOf(one.result) > IN_ORDER.indexOf(worst) || !IN_ORDER.includes(one.result) ? one.result : worst), 'LOADED');
    const healthy = WORKING.includes(result);
    const test = { id: randomUUID(), interfaceId: id, result, healthy, latencyMilliseconds: probed.latencyMilliseconds, testedAt: tx.ctx.now, operator: tx.ctx.actor, organisation: tx.ctx.organisation?.id ?? null };
    if (asked || result !== found.result) await this.tests.add(tx, test);
    await this.interfaces.saveHealth(tx, id, healthy ? 'HEALTHY' : 'UNHEALTHY', result);
    for (const { entry, result: own, records } of outcomes) {
      if (entry.probeResult === own && entry.probeRecords === records) continue;
      await this.interfaces.saveProbe(tx, entry.entryId, own, records);
      if (entry.probeResult !== own) tx.announce(interfaceProbed, id, { interfaceId: id, entryId: entry.entryId, result: own, records });
    }
    this.tell(tx, found, result, healthy, asked, bound);
    return test;
  }

  private tell(tx: Transaction, { id, owner, health, result: before, terms }: Interface, result: string, healthy: boolean, asked: boolean, bound: readonly BoundEntry[]): void {
    const told = { interfaceId: id, ownerId: owner.id, result, entryIds: bound.map(({ entryId }) => entryId) };
    if (!healthy && (asked || health !== 'UNHEALTHY')) tx.announce(interfaceUnhealthy, id, told);
    if (healthy && health === 'UNHEALTHY') tx.announce(interfaceRecovered, id, told);
    if (result === 'CHANNEL_BROKEN' && (asked || before !== result)) tx.announce(channelBroken, id, { zone: terms.zone, interfaceId: id });
  }
}

function outcomeFor({ answer }: Probed, entry: BoundEntry | null): Outcome {
  return 'failure' in answer ? { result: answer.failure, records: 0 } : judgeRows(answer.rows, entry?.columns ?? []);
}
