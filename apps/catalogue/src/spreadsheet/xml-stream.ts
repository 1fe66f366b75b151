import { SaxesParser } from 'saxes';
import { fileFault, UnreadableSpreadsheet } from './import-fault.js';
import { FileAway } from './stored-file.js';

export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const DEEPEST = 64;
/** A tag or a text longer than this is an attack: the parser holds it whole. */
const MOST_BYTES_WITHOUT_EVENT = 4 * 1024 * 1024;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/**
 * Parses an XML part of a workbook while it is read, and yields after each chunk, so that what the handlers gathered can be taken away. Names come without prefix.
 *
 * @throws UnreadableSpreadsheet for what is no well-formed XML in UTF-8, is nested too deeply, or declares a document type: no entity is ever expanded
 */
export async function* xmlStream(bytes: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser();
  let depth = 0;
  let silent = 0;
  parser.on('doctype', () => {
    throw fileFault('document-type');
  });
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0;
    depth += 1;
    if (depth > DEEPEST) throw fileFault('not-a-spreadsheet');
    handlers.open?.(local(name), Object.fromEntries(Object.entries(attributes).map(([key, value]) => [local(key), value])));
  });
  parser.on('closetag', ({ name }) => {
    silent = 0;
    depth -= 1;
    handlers.close?.(local(name));
  });
  if (handlers.text !== undefined) {
    const { text } = handlers;
    parser.on('text', text);
    parser.on('cdata', text);
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) {
      silent += chunk.length;
      if (silent > MOST_BYTES_WITHOUT_EVENT) throw fileFault('not-a-spreadsheet');
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.write(decoder.decode());
    parser.close();
    yield;
  } catch (error) {
    throw unreadable(error);
  }
}

/** Reads a small part to its end. */
export async function readXml(bytes: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const stream = xmlStream(bytes, handlers);
  while ((await stream.next()).done !== true);
}

/** What parser, decoder or decompression say against the file is a fault of the file. */
function unreadable(error: unknown): unknown {
  return error instanceof UnreadableSpreadsheet || error instanceof FileAway ? error : fileFault('not-a-spreadsheet');
}
