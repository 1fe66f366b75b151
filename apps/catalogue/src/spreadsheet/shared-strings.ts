import { LONGEST_VALUE } from './table.js';
import { xmlStream } from './xml-stream.js';

/** Where the texts that cells share are put while they do not fit into memory. */
export interface StringShelf {
  clear(): Promise<void>;
  put(block: number, texts: readonly string[]): Promise<void>;
  get(blocks: readonly number[]): Promise<Map<number, readonly string[]>>;
}

const BLOCK_TEXTS = 512;
const BLOCK_LENGTH = 256 * 1024;
const KEPT_LENGTH = 4 * 1024 * 1024;
const BLOCKS_AT_ONCE = 16;

/**
 * The texts that cells name by number. They lie in blocks on a shelf in the database; only the blocks used last are in memory, so a workbook's texts may be larger than memory. Excel
 * numbers texts in the order in which cells first use them, so that rows in a row find theirs in a block or two.
 */
export class SharedStrings {
  /** Number of the first text of each block. */
  private readonly starts: number[] = [];
  private readonly kept = new Map<number, readonly string[]>();
  private keptLength = 0;

  constructor(private readonly shelf: StringShelf) {}

  /** @throws UnreadableSpreadsheet */
  async fill(part: AsyncIterable<Buffer>): Promise<void> {
    await this.shelf.clear();
    let waiting: string[] = [];
    let text: string | null = null;
    let inText = false;
    let count = 0;
    let length = 0;
    let phonetic = 0;
    const stream = xmlStream(part, {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 'rPh') phonetic += 1;
        else if (name === 't') inText = true;
      },
      close: (name) => {
        if (name === 't') inText = false;
        else if (name === 'rPh') phonetic -= 1;
        else if (name === 'si' && text !== null) {
          waiting.push(text);
          length += text.length;
          text = null;
        }
      },
      text: (piece) => {
        if (inText && phonetic === 0 && text !== null) text = (text + piece).slice(0, LONGEST_VALUE);
      },
    });
    const flush = async (all: boolean): Promise<void> => {
      while (waiting.length >= BLOCK_TEXTS || length >= BLOCK_LENGTH || (all && waiting.length > 0)) {
        const block = waiting.slice(0, BLOCK_TEXTS);
        waiting = waiting.slice(BLOCK_TEXTS);
        length = waiting.reduce((sum, { length: own }) => sum + own, 0);
        this.starts.push(count);
        count += block.length;
        await this.shelf.put(this.starts.length - 1, block);
      }
    };
    while ((await stream.next()).done !== true) await flush(false);
    await flush(true);
  }

  /** Texts by their numbers; a number that no text has is left out. */
  async find(numbers: ReadonlySet<number>): Promise<Map<number, string>> {
    const found = new Map<number, string>();
    const byBlock = new Map<number, number[]>();
    for (const number of numbers) {
      const block = this.blockOf(number);
      byBlock.set(block, [...(byBlock.get(block) ?? []), number]);
    }
    const blocks = [...byBlock.keys()];
    for (let at = 0; at < blocks.length; at += BLOCKS_AT_ONCE) {
      const group = blocks.slice(at, at + BLOCKS_AT_ONCE);
      const missing = group.filter((block) => !this.kept.has(block));
      if (missing.length > 0) for (const [block, texts] of await this.shelf.get(missing)) this.keep(block, texts);
      for (const block of group) {
        const texts = this.kept.get(block) ?? [];
        for (const number of byBlock.get(block) ?? []) {
          const text = texts[number - (this.starts[block] ?? 0)];
          if (text !== undefined) found.set(number, text);
        }
      }
      this.forget();
    }
    return found;
  }

  private keep(block: number, texts: readonly string[]): void {
    this.kept.set(block, texts);
    this.keptLength += lengthOf(texts);
  }

  /** The blocks that came first go first. */
  private forget(): void {
    for (const [block, texts] of this.kept) {
      if (this.keptLength <= KEPT_LENGTH) return;
      this.kept.delete(block);
      this.keptLength -= lengthOf(texts);
    }
  }

  /** The last block that starts at the number or before. */
  private blockOf(number: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}
