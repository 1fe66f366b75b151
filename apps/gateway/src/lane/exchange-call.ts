import type { RowFormName } from '../provider/row-forms.js';
import type { DataCall } from './read-data-call.js';
import { rowsQuery } from './read-data-call.js';

/** How a call is put to the data plane of the exchange. Ticket and trace are added when there is a permit. */
export interface ExchangeCall {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly silenceMilliseconds?: number;
}

/** Rows as they stream. */
export function rowsCall(asked: DataCall, form: RowFormName): ExchangeCall {
  return { method: 'GET', path: `/rows?${rowsQuery(asked, form)}`, headers: {} };
}
