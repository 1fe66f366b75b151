import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { exchangeProblems, Problem } from '@gongshu/contracts';

/** Passes bytes on as they come, and fails at their end when they are not those of which the sender has stated the SHA-256, so that nothing made of them is kept. */
export class DigestCheck extends Transform {
  private readonly hash = createHash('sha256');

  /** @param stated hex */
  constructor(private readonly stated: string) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(this.hash.digest('hex') === this.stated ? null : new Problem(exchangeProblems.digestMismatch));
  }
}
