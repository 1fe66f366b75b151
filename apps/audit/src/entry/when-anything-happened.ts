import { Controller } from '@nestjs/common';
import type { EventEnvelope } from '@gongshu/contracts';
import { ReactsToAllOf, type Transaction } from '@gongshu/service-kit';
import { AppendEntries } from './append-entries.js';

/** One reaction for each stream, because a consumer reads one. */
@Controller()
export class WhenAnythingHappened {
  constructor(private readonly appendEntries: AppendEntries) {}

  @ReactsToAllOf('identity', { as: 'record-identity', batch: 200 })
  recordIdentity(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('catalogue', { as: 'record-catalogue', batch: 200 })
  recordCatalogue(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('sharing', { as: 'record-sharing', batch: 200 })
  recordSharing(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('exchange', { as: 'record-exchange', batch: 200 })
  recordExchange(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('open-data', { as: 'record-open-data', batch: 200 })
  recordOpenData(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('quality-dispute', { as: 'record-quality-dispute', batch: 200 })
  recordQualityDispute(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('audit', { as: 'record-audit', batch: 200 })
  recordAudit(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('federation', { as: 'record-federation', batch: 200 })
  recordFederation(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }

  @ReactsToAllOf('law', { as: 'record-law', batch: 200 })
  recordLaw(events: EventEnvelope[], tx: Transaction): Promise<void> {
    return this.appendEntries.run(events, tx);
  }
}
