import type { RowCondition } from '../sharing/row-filter.js';
import type { DeliveryForm } from '../sharing/permits.js';

/**
 * What a permit lets out, in a form the exchange's data plane can check without asking anybody: `base64url(JSON).base64url(HMAC-SHA256)` under the node's
 * data-plane secret, which only the issuers (`sharing`, `open-data`) and `exchange` hold. So neither a gateway nor whoever reaches the data plane can widen a permit.
 */
export interface PermitTicket {
  /** Permit id, or the open data set's id for open data. */
  readonly permit: string;
  /** The grant that the permit was taken under; null for open data. */
  readonly grantId: string | null;
  readonly entryId: string;
  readonly columns: readonly string[];
  /** The only rows that may leave: all conditions hold. Its columns need not be among those that leave. */
  readonly rowFilter: readonly RowCondition[];
  /** Most rows that may leave; null: no limit. */
  readonly mostRows: number | null;
  /** What the permit was taken for; null for open data, which may leave in any form. */
  readonly form: DeliveryForm | null;
  /** Milliseconds since the epoch; it opens the data plane for half a minute. */
  readonly issuedAt: number;
}
