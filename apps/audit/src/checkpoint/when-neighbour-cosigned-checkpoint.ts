import { Controller } from '@nestjs/common';
import { checkpointCosigned, Problem, problems, type EventOf } from '@gongshu/contracts';
import { Reacts, type Transaction } from '@gongshu/service-kit';
import { verifyCosignature } from '../log/checkpoint.js';
import { NoteRefused, parseVerifierKey, type VerifierKey } from '../log/signed-note.js';
import { logOrigin, witnessName } from '../log-names.js';
import { CheckpointStore } from './checkpoint.store.js';

/** Keeps the neighbour's line with the checkpoint, if it is one. A line that does not verify is put aside for an operator. */
@Controller()
export class WhenNeighbourCosignedCheckpoint {
  constructor(private readonly checkpoints: CheckpointStore) {}

  @Reacts(checkpointCosigned, { as: 'when-neighbour-cosigned-checkpoint', from: 'neighbours' })
  async keep(event: EventOf<typeof checkpointCosigned>, tx: Transaction): Promise<void> {
    const { addressedTo, origin, size, cosignature, witnessKey } = event.data;
    if (addressedTo !== tx.ctx.node.code) return;
    if (origin !== logOrigin(tx.ctx.node.code)) throw unfit('it is about another log');
    const key = parseKey(witnessKey);
    if (key.name !== witnessName(event.node)) throw unfit('the witness key bears another node’s name');
    if ((await this.checkpoints.pinWitness(tx, event.node, witnessKey)) !== witnessKey) throw unfit('the witness key is not the one seen first');
    const checkpoint = await this.checkpoints.ofSize(tx, size);
    if (checkpoint === null) throw unfit(`this log never signed a checkpoint of ${size} entries`);
    if (verifyCosignature(checkpoint.text, cosignature, key) === undefined) throw unfit('it does not verify');
    await this.checkpoints.insertCosignature(tx, size, event.node, cosignature);
  }
}

function parseKey(text: string): VerifierKey {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    throw error instanceof NoteRefused ? unfit(error.message) : error;
  }
}

function unfit(why: string): Problem {
  return new Problem(problems.invalidInput, { detail: `the cosignature cannot be kept: ${why}` });
}
