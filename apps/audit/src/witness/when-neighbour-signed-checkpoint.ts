import { Controller, Inject } from '@nestjs/common';
import type { Logger } from 'pino';
import { checkpointCosigned, checkpointRejected, checkpointSigned, type EventOf } from '@gongshu/contracts';
import { LOGGER, Reacts, type Transaction } from '@gongshu/service-kit';
import { cosign } from '../log/checkpoint.js';
import { logOrigin } from '../log-names.js';
import { SigningKeys } from '../signing-key/signing-keys.js';
import { judgeCheckpoint } from './judge-checkpoint.js';
import { WitnessedCheckpointStore } from './witnessed-checkpoint.store.js';

/** Witnesses the neighbours' logs: what continues is cosigned, what does not is announced as rejected. */
@Controller()
export class WhenNeighbourSignedCheckpoint {
  constructor(
    private readonly witnessed: WitnessedCheckpointStore,
    private readonly keys: SigningKeys,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Reacts(checkpointSigned, { as: 'when-neighbour-signed-checkpoint', from: 'neighbours' })
  async witness(event: EventOf<typeof checkpointSigned>, tx: Transaction): Promise<void> {
    const { data } = event;
    const origin = logOrigin(event.node);
    const verdict = judgeCheckpoint(origin, data, await this.witnessed.newest(tx, origin), await this.witnessed.rootAt(tx, origin, data.size));
    if (verdict.kind === 'known') return;
    if (verdict.kind === 'refused') {
      this.logger.error({ origin, size: data.size, reason: verdict.reason }, 'a neighbour’s checkpoint is rejected');
      // Once for each reason: a rejection is an entry, so two nodes that reject each other would otherwise answer each other's checkpoints for ever.
      if (!(await this.witnessed.refuse(tx, origin, verdict.reason, data.checkpoint))) return;
      tx.announce(checkpointRejected, origin, { origin, size: data.size, reason: verdict.reason });
      return;
    }
    const { size, root, text } = verdict.checkpoint;
    await this.witnessed.insert(tx, { origin, size, root, logKey: data.logKey, note: data.checkpoint });
    tx.announce(checkpointCosigned, origin, {
      addressedTo: event.node,
      origin,
      size,
      cosignature: cosign(text, this.keys.witness, Math.floor(Date.parse(tx.ctx.now) / 1000)),
      witnessKey: this.keys.witnessKey,
    });
  }
}
