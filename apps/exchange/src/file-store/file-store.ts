import type { Readable } from 'node:stream';

export interface StoredBytes {
  readonly key: string;
  readonly bytes: number;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
}

/** First and last byte, both included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** What bytes are kept for: a provider's document for good, a file made from a table and a package until they are forgotten. */
export type FileKind = 'document' | 'made' | 'package';

/**
 * Where the bytes of files lie. Every file has a key of its own, even when another has the same content: whoever forgets one takes nothing from anybody else. Bytes never change
 * under their key.
 */
export interface FileStore {
  /** Keeps what arrives: durable and whole when it answers, nothing of it when it fails. Memory does not grow with size. */
  put(kind: FileKind, chunks: AsyncIterable<Uint8Array>): Promise<StoredBytes>;
  /** @throws FileMissing */
  open(key: string, range?: ByteRange): Promise<Readable>;
  exists(key: string): Promise<boolean>;
  /** A file that is not there is as good as deleted. */
  delete(key: string): Promise<void>;
}
export const FILE_STORE = Symbol('file store');

export class FileMissing extends Error {
  constructor(key: string) {
    super(`the file store has no ${key}`);
  }
}

const KEY = /^(document|made|package)\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Only keys that a store has given out name anything. */
export function isFileKey(key: string): boolean {
  return KEY.test(key);
}
