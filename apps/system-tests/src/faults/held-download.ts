import { createHash } from 'node:crypto';
import type { CallLedger, OpenAnswer } from './call-ledger.js';

const PATIENCE_MILLISECONDS = 60_000;

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** A download whose client takes the first bytes and waits, then reads on, and resumes at the byte it has got to as often as it is broken off. */
export class HeldDownload {
  interruptions = 0;
  private readonly hash = createHash('sha256');
  private taken = 0;
  private tag = '';
  private open: OpenAnswer | null = null;
  private reader: Reader | null = null;

  private constructor(
    private readonly ledger: CallLedger,
    private readonly request: { readonly grantId: string; readonly path: string },
  ) {}

  /** Resolves when the first bytes have come. */
  static async begin(ledger: CallLedger, grantId: string, path: string): Promise<HeldDownload> {
    const download = new HeldDownload(ledger, { grantId, path });
    await download.connect();
    await download.read();
    return download;
  }

  /** SHA-256 of all bytes in their order, hex. */
  async finish(): Promise<string> {
    const end = performance.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      try {
        if (this.reader === null) await this.connect();
        while (await this.read());
        this.note();
        return this.hash.digest('hex');
      } catch (error) {
        if (performance.now() > end) throw error;
        this.interruptions += 1;
        this.note();
      }
    }
  }

  private async connect(): Promise<void> {
    const headers = this.taken === 0 ? {} : { range: `bytes=${String(this.taken)}-`, 'if-range': this.tag };
    for (;;) {
      const open = await this.ledger.open({ ...this.request, headers });
      if (typeof open !== 'number') {
        const { response } = open;
        if (response.status !== (this.taken === 0 ? 200 : 206)) this.ledger.faults.push(`${this.request.path}: resumed with ${String(response.status)}`);
        this.tag = response.headers.get('etag') ?? '';
        this.open = open;
        this.reader = (response.body?.getReader() ?? null) as Reader | null;
        return;
      }
      await this.ledger.pause();
    }
  }

  private async read(): Promise<boolean> {
    const part = await this.reader?.read();
    if (part === undefined || part.done) return false;
    this.hash.update(part.value);
    this.taken += part.value.length;
    return true;
  }

  private note(): void {
    if (this.open !== null) this.ledger.note(this.request, this.open, null);
    this.open = null;
    this.reader = null;
  }
}
