import { createHash, type Hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { csvLine } from '../rows/row-forms.js';
import type { Column } from '../rows/value-fault.js';

const MOST_KEPT = 256;

/**
 * How far the digest of a sealed version's canonical CSV has come: the next version's goes on from there, so that sealing costs what is new and not what is there. Lost with the process, and then made anew by
 * reading the version once.
 */
@Injectable()
export class RunningDigests {
  private readonly kept = new Map<string, { readonly versionId: string; readonly hash: Hash }>();

  /** Of a version's rows; null when it has to be made of them. */
  after(entryId: string, versionId: string): Hash | null {
    const found = this.kept.get(entryId);
    return found?.versionId === versionId ? found.hash.copy() : null;
  }

  /** Of no row yet. */
  begin(columns: readonly Column[]): Hash {
    return createHash('sha256').update(csvLine(columns.map(({ column }) => column)));
  }

  keep(entryId: string, versionId: string, hash: Hash): void {
    this.kept.delete(entryId);
    this.kept.set(entryId, { versionId, hash });
    const [eldest] = this.kept.keys();
    if (eldest !== undefined && this.kept.size > MOST_KEPT) this.kept.delete(eldest);
  }
}
