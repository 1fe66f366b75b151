import type { SafetyStopView } from '@gongshu/contracts';
import type { LegalSource } from '@gongshu/regulation';
import { citation } from '@gongshu/service-kit';

/** Sharing and opening of an entry are stopped because of a danger, until the stop is lifted. */
export interface SafetyStop {
  readonly id: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly reasons: string;
  readonly source: LegalSource;
  readonly stoppedAt: string;
  readonly liftedAt: string | null;
  readonly liftedReasons: string | null;
}

export function safetyStopView({ source, ...stop }: SafetyStop): SafetyStopView {
  return { ...stop, article: citation(source) };
}
