import { Buffer } from 'node:buffer';
import { Readable } from 'node:stream';
import type { FilePart } from '@gongshu/contracts';

/** Asks for the part of a file that a cursor names. */
export type AskPart = (cursor: string) => Promise<FilePart>;

/** A file that is made while it is read: its parts one after the other, the next asked for when the reader has taken the one before. One that fails breaks the answer off. */
export function fileParts(first: FilePart, ask: AskPart): Readable {
  return Readable.from(
    (async function* () {
      let part = first;
      for (;;) {
        yield Buffer.from(part.body, 'base64');
        if (part.nextCursor === null) return;
        part = await ask(part.nextCursor);
      }
    })(),
    { objectMode: false },
  );
}

/** Saves the file under its name; names of ours are plain ASCII. */
export function attachment(fileName: string): string {
  return `attachment; filename="${fileName.replaceAll(/[^\w.-]/g, '_')}"`;
}
