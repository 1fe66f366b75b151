import { Injectable } from '@nestjs/common';
import { auditProblems, Problem, type RawBody } from '@gongshu/contracts';
import { UnitOfWork, type RequestContext, type Transaction } from '@gongshu/service-kit';
import { formatNote } from '../log/signed-note.js';
import { SigningKeys } from '../signing-key/signing-keys.js';
import { CheckpointStore, type SignedCheckpoint } from './checkpoint.store.js';

/** How long the log holds back a checkpoint for which a witness may still sign. */
const WITNESS_PATIENCE_MILLISECONDS = 5_000;
const PLAIN_TEXT = 'text/plain; charset=utf-8';

@Injectable()
export class GetCheckpoint {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly checkpoints: CheckpointStore,
    private readonly keys: SigningKeys,
  ) {}

  /** @throws Problem `audit/empty-log` before the first entry */
  note(ctx: RequestContext): Promise<RawBody> {
    return this.unitOfWork.read(ctx, async (tx) => {
      const checkpoint = await this.choose(tx);
      if (checkpoint === null) throw new Problem(auditProblems.emptyLog);
      const { size, text, signatureLine } = checkpoint;
      return plainText(formatNote({ text, signatureLines: [signatureLine, ...(await this.checkpoints.cosignatures(tx, size))] }));
    });
  }

  key(): RawBody {
    return plainText(`${this.keys.logKey}\n`);
  }

  /** Verifier key of the cosignatures this node gives its neighbours. */
  witnessKey(): RawBody {
    return plainText(`${this.keys.witnessKey}\n`);
  }

  /** The newest cosigned checkpoint while its witnesses keep up; the newest of all when they do not, or when there are none. */
  private async choose(tx: Transaction): Promise<SignedCheckpoint | null> {
    const cosigned = await this.checkpoints.newestCosigned(tx);
    if (cosigned === null) return this.checkpoints.newest(tx);
    const waiting = await this.checkpoints.next(tx, cosigned.size);
    const late = waiting !== null && Date.parse(tx.ctx.now) - Date.parse(waiting.signedAt) > WITNESS_PATIENCE_MILLISECONDS;
    return late ? this.checkpoints.newest(tx) : cosigned;
  }
}

function plainText(text: string): RawBody {
  return { contentType: PLAIN_TEXT, body: Buffer.from(text).toString('base64') };
}
