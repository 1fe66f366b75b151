import { hash } from 'node:crypto';

/** What a link binds of a permit: all that is known when it is taken. */
export interface LinkedPermit {
  readonly grantId: string;
  readonly number: number;
  readonly id: string;
  readonly client: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly takenAt: string;
}

/** What a seal binds of a closed permit. */
export interface SealedClosing {
  readonly link: string;
  readonly state: string;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly digest: string | null;
  readonly documentDigest: string | null;
  readonly dataVersion: number | null;
  /** Milliseconds since the epoch. */
  readonly closedAt: number;
}

/** The link before the first permit. */
export const FIRST_LINK = '0'.repeat(64);

/** link n = SHA-256 of the JSON array [link n−1, grant, number, permit, client, instant], hex. Whoever has the permits can compute the head again. */
export function nextLink(previous: string, { grantId, number, id, client, takenAt }: LinkedPermit): string {
  return hash('sha256', JSON.stringify([previous, grantId, number, id, client, takenAt]));
}

/** How the database seals a closing in the statement that writes it: `permit` and `closing` are its row aliases, `closedAt` the parameter with the instant. The same as `sealOf`. */
export function sealSql(permit: string, closing: string, closedAt: string): string {
  const parts = [`encode(${permit}.link, 'hex')`, `${closing}.state`, `${closing}.rows`, `${closing}.bytes`, `${closing}.digest`, `${closing}.document_digest`, `${closing}.data_version`, `(extract(epoch FROM ${closedAt}::timestamptz) * 1000)::bigint`];
  return `sha256(convert_to(format('${parts.map(() => '%s').join('|')}', ${parts.join(', ')}), 'UTF8'))`;
}

export function sealOf({ link, state, rows, bytes, digest, documentDigest, dataVersion, closedAt }: SealedClosing): string {
  return hash('sha256', [link, state, rows ?? '', bytes ?? '', digest ?? '', documentDigest ?? '', dataVersion ?? '', closedAt].join('|'));
}
