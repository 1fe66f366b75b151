import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Problem, problems } from '@gongshu/contracts';

/** Tables shrink to a twentieth as a rule; deflate can pack a thousandfold. */
const MOST_RATIO = 200;
const ALWAYS_ALLOWED_BYTES = 64 * 1024 * 1024;

/**
 * What a gzip stream unpacks to, as it arrives.
 *
 * @throws Problem `input/too-large` for what unpacks to far more than tables do, `input/malformed` for what is no gzip or is cut off
 */
export async function* unpacked(packed: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // Its failure shows where its bytes are read.
  pipeline(packed, gunzip).catch(() => undefined);
  let bytes = 0;
  try {
    for await (const chunk of gunzip as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > ALWAYS_ALLOWED_BYTES && bytes > gunzip.bytesWritten * MOST_RATIO) {
        throw new Problem(problems.tooLarge, { detail: { zh: '压缩内容展开后过大', en: `Compressed content may unpack to ${String(MOST_RATIO)} times its size` } });
      }
      yield chunk;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw new Problem(problems.malformed, { detail: { zh: 'gzip 内容无法解压', en: 'The content is no whole gzip stream' } });
    throw error;
  }
}
