/**
 * What a permit lets out, in a form the exchange's data plane can check without asking anybody: `base64url(JSON).base64url(HMAC-SHA256)` under the node's
 * data-plane secret, which only the issuers (`sharing`, `open-data`) and `exchange` hold. So neither a gateway nor whoever reaches the data plane can widen a permit.
 */
export interface PermitTicket {
  /** Permit id, or the open data set's id for open data. */
  readonly permit: string;
  readonly entryId: string;
  readonly columns: readonly string[];
  /** Seconds since the epoch after which the ticket opens nothing. */
  readonly expires: number;
}
