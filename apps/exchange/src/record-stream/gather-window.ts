import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Problem, problems } from '@gongshu/contracts';
import { arriving } from '../rows/arriving.js';
import { unpacked } from '../rows/unpacked.js';

export const MOST_WINDOW_BYTES = 8 * 1024 * 1024;
export const MOST_WINDOW_LINES = 50_000;
/** Of all windows that are on their way in this process. */
const MOST_HELD_BYTES = 256 * 1024 * 1024;
const FIRST_ROOM = 64 * 1024;
const AT_ONCE = 64 * 1024;
const RETRY_SECONDS = 5;
const LF = 10;

export interface GatheredWindow {
  /** The lines, unpacked, a piece at a time. */
  readonly lines: () => AsyncIterable<Buffer>;
  /** SHA-256 of them, hex. */
  readonly digest: string;
}

/** Windows while they arrive. They are small and senders may be slow, so that a window waits in memory until it is whole, and neither a connection to the database nor the stream waits for it. */
@Injectable()
export class GatherWindow {
  private held = 0;

  /** @throws Problem `input/too-large`, `capacity/service-unreachable` when too many arrive at once, and those of gzip and of a stated digest */
  async run<T>(file: Readable, { gzip, digest }: { gzip: boolean; digest: string | null }, use: (window: GatheredWindow) => Promise<T>): Promise<T> {
    const bytes = arriving(file, digest);
    let room = Buffer.allocUnsafe(FIRST_ROOM);
    let own = this.hold(FIRST_ROOM);
    try {
      let used = 0;
      let lines = 0;
      for await (const chunk of (gzip ? unpacked(bytes) : bytes) as AsyncIterable<Buffer>) {
        lines += linesIn(chunk);
        if (used + chunk.length > MOST_WINDOW_BYTES || lines > MOST_WINDOW_LINES) throw tooLarge();
        if (used + chunk.length > room.length) {
          const wider = Math.min(MOST_WINDOW_BYTES, Math.max(2 * room.length, used + chunk.length));
          own += this.hold(wider - room.length);
          const grown = Buffer.allocUnsafe(wider);
          room.copy(grown, 0, 0, used);
          room = grown;
        }
        used += chunk.copy(room, used);
      }
      const whole = room.subarray(0, used);
      return await use({ lines: () => pieces(whole), digest: createHash('sha256').update(whole).digest('hex') });
    } finally {
      this.held -= own;
      bytes.destroy();
    }
  }

  private hold(bytes: number): number {
    if (this.held + bytes > MOST_HELD_BYTES) throw new Problem(problems.serviceUnreachable, { retryAfterSeconds: RETRY_SECONDS, detail: { zh: '数据流接收已满,请稍后再试', en: 'Too many windows arrive at once; try again later' } });
    this.held += bytes;
    return bytes;
  }
}

function tooLarge(): Problem {
  const [bytes, lines] = [String(MOST_WINDOW_BYTES / 1024 / 1024), String(MOST_WINDOW_LINES)];
  return new Problem(problems.tooLarge, { detail: { zh: `每次最多${bytes} MiB、${lines}行,请分次发送`, en: `A window has at most ${bytes} MiB, unpacked, and ${lines} lines: send several` } });
}

function linesIn(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(LF); at !== -1; at = chunk.indexOf(LF, at + 1)) lines += 1;
  return lines;
}

/** Lets others work in between: a whole window would keep the process busy for too long. */
async function* pieces(whole: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < whole.length; at += AT_ONCE) {
    yield whole.subarray(at, at + AT_ONCE);
    await turn();
  }
}
