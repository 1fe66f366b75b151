import { defineEvent } from '../define-event.js';
import { Division, Text, Texts, Whole } from '../fields.js';

/** A signed state of the log, for neighbours to witness. Events about checkpoints are not entries of the log themselves. */
export class CheckpointSigned {
  @Text({ max: 4000, description: 'Signed note' }) readonly checkpoint!: string;
  @Text({ description: 'Verifier key of the log' }) readonly logKey!: string;
  @Whole({ min: 0, max: 9_000_000_000, description: 'Size of the checkpoint announced before, 0 for the first' }) readonly previousSize!: number;
  @Whole({ min: 1, max: 9_000_000_000 }) readonly size!: number;
  @Texts({ description: 'Consistency proof from previousSize to size, base64' }) readonly consistency!: string[];
}
export const checkpointSigned = defineEvent({ service: 'audit', name: 'checkpoint-signed', data: CheckpointSigned, crosses: { lane: 'audit', to: 'neighbours' } });

/** A neighbour saw the checkpoint, found it consistent with all it saw before, and signed it. */
export class CheckpointCosigned {
  @Division() readonly addressedTo!: string;
  @Text({ description: 'Origin of the witnessed log' }) readonly origin!: string;
  @Whole({ min: 1, max: 9_000_000_000 }) readonly size!: number;
  @Text({ description: 'Cosignature line' }) readonly cosignature!: string;
  @Text({ description: 'Verifier key of the witness' }) readonly witnessKey!: string;
}
export const checkpointCosigned = defineEvent({ service: 'audit', name: 'checkpoint-cosigned', data: CheckpointCosigned, crosses: { lane: 'audit', to: 'addressed' } });

/** A neighbour's log could not be shown to continue what this node had seen. Never ignored: an operator must look. */
export class CheckpointRejected {
  @Text() readonly origin!: string;
  @Whole({ min: 0, max: 9_000_000_000 }) readonly size!: number;
  @Text({ max: 500 }) readonly reason!: string;
}
export const checkpointRejected = defineEvent({ service: 'audit', name: 'checkpoint-rejected', data: CheckpointRejected });
