import { createHash } from 'node:crypto';

/** Bytes on their way to a store: how many they are and what they hash to is known when they have passed. */
export class CountedBytes {
  bytes = 0;
  private readonly hash = createHash('sha256');

  constructor(private readonly chunks: AsyncIterable<Uint8Array>) {}

  async *passing(): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.chunks) {
      this.bytes += chunk.length;
      this.hash.update(chunk);
      yield chunk;
    }
  }

  sha256(): string {
    return this.hash.digest('hex');
  }
}
