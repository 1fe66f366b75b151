import { finished, PassThrough, type Readable } from 'node:stream';
import { DigestCheck } from './digest-check.js';

/**
 * A file's bytes as they pass, checked against the digest its sender states of them (SHA-256, hex). Who stops reading them leaves the file itself open, because the caller on its other end is still owed an
 * answer; a caller who leaves breaks them off.
 */
export function arriving(file: Readable, digest: string | null): Readable {
  const passage = digest === null ? new PassThrough() : new DigestCheck(digest);
  // A failure that comes before anybody reads is met by the reader, and must not end the process meanwhile.
  passage.on('error', () => undefined);
  finished(file, { writable: false }, (error) => {
    if (error) passage.destroy(error);
  });
  return file.pipe(passage);
}
