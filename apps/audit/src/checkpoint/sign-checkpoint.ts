import { Inject, Injectable } from '@nestjs/common';
import { checkpointSigned } from '@gongshu/contracts';
import { CLOCK, NODE, platformContext, UnitOfWork, type Clock, type NodeIdentity, type Transaction } from '@gongshu/service-kit';
import { ReadTree } from '../entry/read-tree.js';
import { formatCheckpoint } from '../log/checkpoint.js';
import { rangeRoot } from '../log/merkle-tree.js';
import { formatNote, signNote } from '../log/signed-note.js';
import { SigningKeys } from '../signing-key/signing-keys.js';
import { CheckpointStore } from './checkpoint.store.js';

/** Signs the log as it is, if it has grown, and announces the checkpoint with the proof that it continues the one announced before. */
@Injectable()
export class SignCheckpoint {
  /** Saves a transaction when nothing happened; what counts is in the database. */
  private signedSize = 0;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tree: ReadTree,
    private readonly checkpoints: CheckpointStore,
    private readonly keys: SigningKeys,
    @Inject(NODE) private readonly node: NodeIdentity,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const ctx = platformContext(this.node, this.clock, 'sign-checkpoint');
    const { size } = await this.unitOfWork.read(ctx, (tx) => this.tree.range(tx));
    if (size === this.signedSize) return;
    this.signedSize = await this.unitOfWork.run(ctx, (tx) => this.sign(tx));
  }

  private async sign(tx: Transaction): Promise<number> {
    await this.checkpoints.lockSigning(tx);
    const previousSize = (await this.checkpoints.newest(tx))?.size ?? 0;
    const range = await this.tree.range(tx);
    if (range.size === previousSize) return previousSize;
    const origin = this.keys.log.name;
    const text = formatCheckpoint({ origin, size: range.size, root: rangeRoot(range) });
    const signatureLine = signNote(text, this.keys.log);
    const proof = await this.tree.consistencyProof(tx, previousSize, range.size);
    await this.checkpoints.insert(tx, { size: range.size, text, signatureLine, signedAt: tx.ctx.now });
    tx.announce(checkpointSigned, origin, {
      checkpoint: formatNote({ text, signatureLines: [signatureLine] }),
      logKey: this.keys.logKey,
      previousSize,
      size: range.size,
      consistency: proof.map((hash) => hash.toString('base64')),
    });
    return range.size;
  }
}
