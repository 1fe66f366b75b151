import { createHash } from 'node:crypto';
import type { OfflinePackageView, PermitTicket } from '@gongshu/contracts';

/** How long a package can be fetched. */
export const PACKAGE_DAYS = 30;

export interface OfflinePackage extends OfflinePackageView {
  readonly permitId: string;
  /** What the permit let out, as `openingOf` names it. */
  readonly opening: string;
  readonly requesterId: string;
  /** Organisations of different nodes may have the same id. */
  readonly requesterNode: string;
  readonly providerId: string;
  /** Null when its bytes have been forgotten. */
  readonly key: string | null;
  readonly recordedBy: string | null;
}

/** Names what a ticket opens: a package is given out only under one that opens the very same. */
export function openingOf({ entryId, columns, rowFilter }: Pick<PermitTicket, 'entryId' | 'columns' | 'rowFilter'>): string {
  return createHash('sha256').update(JSON.stringify([entryId, columns, rowFilter.map(({ column, operator, values }) => [column, operator, values])])).digest('hex');
}

export function viewOfPackage({ id, grantId, entryId, version, rows, bytes, sha256, madeAt, expiresAt, handOver }: OfflinePackage): OfflinePackageView {
  return { id, grantId, entryId, version, rows, bytes, sha256, madeAt, expiresAt, handOver };
}
